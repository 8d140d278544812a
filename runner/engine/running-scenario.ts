// A scenario while it runs: its clock, its iteration numbers and how far it is. Iteration numbers are unique over all
// threads, since each thread numbers its own stripe.

import type { Millis } from "../../lib/core/units.ts";
import type { ScenarioFacts } from "../api/execution.ts";
import type { Clock } from "../executor/clock.ts";
import { regularDuration, vusOf } from "../executor/executors.ts";
import type { Scenario } from "../options/scenario.ts";
import { elementOf, everyNth, type Stripe, shareOf, weightedStripes } from "../schedule/stripe.ts";

/** Which of how many threads. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** Iterations follow VUs: a thread with twice the VUs starts twice the iterations. */
const iterationStripe = (scenario: Scenario, { index, of }: Share): Stripe => {
  if (of === 1) return everyNth(0, 1);
  const weights = Array.from({ length: of }, (_, i) => shareOf(everyNth(i, of), vusOf(scenario).max));
  return weightedStripes(weights)[index] ?? { cycle: 1, offsets: [] };
};

export class RunningScenario implements ScenarioFacts {
  readonly scenario: Scenario;
  readonly start: Millis;
  /** ms since 1970. */
  readonly startTime: number;
  readonly vus: Stripe;
  readonly iterations: Stripe;
  started = 0;
  readonly #clock: Clock;

  constructor(scenario: Scenario, share: Share, start: Millis, wallOffset: number, clock: Clock) {
    this.scenario = scenario;
    this.start = start;
    this.startTime = Math.floor(start + wallOffset);
    this.vus = everyNth(share.index, share.of);
    this.iterations = iterationStripe(scenario, share);
    this.#clock = clock;
  }

  get name(): string {
    return this.scenario.name;
  }

  get executor(): string {
    return this.scenario.executor;
  }

  /** The next iteration's numbers: among this thread's, and among all. */
  next(): { readonly inInstance: number; readonly inTest: number } {
    const inInstance = this.started++;
    return { inInstance, inTest: elementOf(this.iterations, inInstance) };
  }

  /** By time, or by iterations started where the executor has a number of them. */
  progress(): number {
    const { scenario } = this;
    if (scenario.executor === "shared-iterations" || scenario.executor === "per-vu-iterations") {
      const total =
        scenario.executor === "shared-iterations"
          ? shareOf(this.iterations, scenario.iterations)
          : shareOf(this.vus, scenario.vus) * scenario.iterations;
      return total === 0 ? 1 : Math.min(1, this.started / total);
    }
    return Math.min(1, Math.max(0, (this.#clock.now() - this.start) / regularDuration(scenario)));
  }
}
