// What makes the load of a run: one engine in this thread, or several in threads of their own. The session around it
// cannot tell which.

import type { Millis } from "../../lib/core/units.ts";
import type { CheckCounts } from "../metrics/check-tally.ts";
import type { StoreState } from "../metrics/metric-store.ts";

export interface LoadCounts {
  readonly completed: number;
  readonly interrupted: number;
  readonly dropped: number;
  readonly activeVus: number;
  readonly madeVus: number;
}

export interface ScenarioProgress {
  readonly name: string;
  readonly executor: string;
  /** From 0 to 1. */
  readonly fraction: number;
}

export interface Load {
  readonly counts: LoadCounts;
  readonly scenarios: readonly ScenarioProgress[];
  /** The worst 99th percentile of event-loop lag among other threads, ms; undefined without any. */
  readonly lagMsP99: number | undefined;
  /** Makes VUs ahead of the run, so that init code costs no time within it. @throws RunFailure when it throws */
  prepare(): Promise<void>;
  /**
   * Runs every scenario from `start` to its end, or to `end()`.
   * @param setupJson setup()'s result; undefined when it returned nothing
   * @throws RunFailure for VUs made on the way
   */
  run(start: Millis, setupJson: string | undefined): Promise<void>;
  /** Ends the run now: iterations under way are cut. */
  end(): void;
  close(): Promise<void>;
  /** What other threads have counted, to be merged with this thread's; empty when there are none. */
  elsewhere(): readonly { readonly metrics: StoreState; readonly checks: CheckCounts }[];
}
