// One thread's share of a run: makes VUs, lends them to executors, counts. It knows nothing of setup, thresholds,
// summaries or of other threads.

import { setMaxListeners } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type Millis, ms } from "../../lib/core/units.ts";
import { after, type Clock } from "../executor/clock.ts";
import { executorOf, vusNeeded } from "../executor/executors.ts";
import { type LentVu, type ScenarioHost, until } from "../executor/scenario-host.ts";
import type { RunOptions } from "../options/run-options.ts";
import { type Share, vuStripe } from "../schedule/share.ts";
import type { VuState } from "../vu/vu-state.ts";
import type { Load, LoadCounts, ScenarioProgress } from "./load.ts";
import { type InstanceParts, newInstance } from "./new-instance.ts";
import { RunningScenario } from "./running-scenario.ts";
import { problemOf, RunFailure } from "./script-problem.ts";
import { type IterationObserver, VirtualUser } from "./virtual-user.ts";

export interface EngineParts extends InstanceParts {
  readonly options: RunOptions;
  readonly share: Share;
  /** VUs by id, for the HTTP client to tell when they send. */
  readonly senders: Map<number, VuState>;
  /** An iteration threw. */
  readonly onScriptError: (error: unknown, scenario: string) => void;
}

export class Engine implements Load {
  readonly #parts: EngineParts;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  readonly #free: VirtualUser[] = [];
  readonly #lent = new Set<VirtualUser>();
  readonly #counts = { completed: 0, interrupted: 0, dropped: 0 };
  readonly #observer: IterationObserver;
  readonly lagMsP99 = undefined;
  #made = 0;
  #setupJson: string | undefined;
  #running: readonly RunningScenario[] = [];

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#clock = parts.shared.clock;
    // Every VU that waits for its turn listens: that is no leak.
    setMaxListeners(0, this.#ended.signal);
    this.#observer = {
      completed: () => {
        this.#counts.completed++;
      },
      interrupted: () => {
        this.#counts.interrupted++;
      },
      // Nothing new starts from here on; the run is told elsewhere, and cuts the others a moment later.
      aborted: () => this.#ended.abort(),
      threw: parts.onScriptError,
    };
  }

  get counts(): LoadCounts {
    let activeVus = 0;
    for (const vu of this.#lent) if (vu.active) activeVus++;
    return { ...this.#counts, activeVus, madeVus: this.#made };
  }

  get scenarios(): readonly ScenarioProgress[] {
    return this.#running.map((running) => ({
      name: running.name,
      executor: running.executor,
      fraction: running.progress(),
    }));
  }

  /** @throws RunFailure when a VU's init code throws */
  async prepare(): Promise<void> {
    const { options, share } = this.#parts;
    const count = vusNeeded(options.scenarios, "planned", vuStripe(share));
    while (this.#made < count && !this.#ended.signal.aborted) {
      // Init code may be slow: between two of them a signal can be heard.
      await nextTurn();
      this.#free.push(await this.#makeVu());
    }
  }

  /** Runs every scenario from `start` to its end, or to `end()`. @throws what a VU's init code throws */
  async run(start: Millis, setupJson: string | undefined): Promise<void> {
    this.#setupJson = setupJson;
    const { options, share, shared } = this.#parts;
    this.#running = options.scenarios.map(
      (scenario) =>
        new RunningScenario(scenario, share, after(start, scenario.startTimeMs), shared.wallOffset, shared.clock),
    );
    await Promise.all(this.#running.map((running) => this.#runScenario(running)));
  }

  /** Ends the run now: iterations under way are cut. */
  end(): void {
    this.#ended.abort();
    for (const vu of this.#lent) vu.cut();
  }

  /** Lets go of all VUs; their connections are closed. */
  async close(): Promise<void> {
    for (const vu of this.#free) vu.close();
    for (const vu of this.#lent) vu.close();
  }

  elsewhere(): ReturnType<Load["elsewhere"]> {
    return [];
  }

  async #runScenario(running: RunningScenario): Promise<void> {
    const host: ScenarioHost = {
      clock: this.#clock,
      start: running.start,
      iterations: running.iterations,
      vus: running.vus,
      ended: this.#ended.signal,
      lend: async () => {
        const vu = this.#free.shift() ?? (await this.#makeVu());
        vu.assign(running);
        this.#lent.add(vu);
        return vu;
      },
      takeBack: (loan) => this.#takeBack(loan),
      drop: (count) => this.#drop(count, running),
    };
    if (running.hasWork && (await until(host, 0))) await executorOf(running.scenario)(host);
  }

  #takeBack(loan: LentVu): void {
    for (const vu of this.#lent) {
      if (vu !== loan) continue;
      this.#lent.delete(vu);
      this.#free.push(vu);
      return;
    }
  }

  #drop(count: number, { scenario }: RunningScenario): void {
    const { shared, options } = this.#parts;
    this.#counts.dropped += count;
    const named = options.http.systemTags.has("scenario") ? { scenario: scenario.name } : {};
    const tags = shared.tagSets.of({ ...shared.runTags, ...named, ...scenario.tags });
    shared.sink("dropped_iterations", this.#clock.now() + shared.wallOffset, count, tags);
  }

  async #makeVu(): Promise<VirtualUser> {
    const { share, options } = this.#parts;
    const id = this.#made++ * share.of + share.index + 1;
    let facts: VirtualUser["facts"] = () => undefined;
    const { state, script } = await newInstance(this.#parts, id, () => facts()).catch((error: unknown) => {
      throw new RunFailure(problemOf(error, "init code"));
    });
    this.#parts.senders.set(id, state);
    const vu = new VirtualUser({
      state,
      script,
      observer: this.#observer,
      minIterationDurationMs: ms(options.minIterationDurationMs),
      setupJson: () => this.#setupJson,
    });
    facts = () => vu.facts();
    return vu;
  }
}
