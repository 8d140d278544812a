// A scenario while it runs: its clock, its iteration numbers and how far it is. Iteration numbers are unique over all
// threads, since each thread numbers its own stripe.

import type { Millis } from "../../lib/core/units.ts";
import type { ScenarioFacts } from "../api/execution.ts";
import type { Clock } from "../executor/clock.ts";
import { dealsOut, regularDuration, vusOf } from "../executor/executors.ts";
import type { Scenario } from "../options/scenario.ts";
import { iterationStripe, type Share, vuStripe } from "../schedule/share.ts";
import { elementOf, type Stripe, shareOf } from "../schedule/stripe.ts";

export class RunningScenario implements ScenarioFacts {
  readonly scenario: Scenario;
  readonly start: Millis;
  /** ms since 1970. */
  readonly startTime: number;
  readonly vus: Stripe;
  readonly iterations: Stripe;
  started = 0;
  /** Iterations that are over, cut ones among them. */
  ended = 0;
  readonly #clock: Clock;

  constructor(scenario: Scenario, share: Share, start: Millis, wallOffset: number, clock: Clock) {
    this.scenario = scenario;
    this.start = start;
    this.startTime = Math.floor(start + wallOffset);
    this.vus = vuStripe(share);
    this.iterations = iterationStripe(share, vusOf(scenario).max, dealsOut(scenario));
    this.#clock = clock;
  }

  get name(): string {
    return this.scenario.name;
  }

  get executor(): string {
    return this.scenario.executor;
  }

  /** Whether any of the scenario's VUs is this thread's. */
  get hasWork(): boolean {
    return shareOf(this.vus, vusOf(this.scenario).max) > 0;
  }

  /** The next iteration's numbers: among this thread's, and among all. */
  next(): { readonly inInstance: number; readonly inTest: number } {
    const inInstance = this.started++;
    return { inInstance, inTest: elementOf(this.iterations, inInstance) };
  }

  /** By time, or by iterations that are over where the executor has a number of them. */
  progress(): number {
    const { scenario } = this;
    if (scenario.executor === "shared-iterations" || scenario.executor === "per-vu-iterations") {
      const total =
        scenario.executor === "shared-iterations"
          ? shareOf(this.iterations, scenario.iterations)
          : shareOf(this.vus, scenario.vus) * scenario.iterations;
      return total === 0 ? 1 : Math.min(1, this.ended / total);
    }
    return Math.min(1, Math.max(0, (this.#clock.now() - this.start) / regularDuration(scenario)));
  }
}
