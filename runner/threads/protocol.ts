// What the main thread and the worker threads of a run say to each other.

import type { FoldDelta } from "../../lib/core/fold/recording-fold.ts";
import type { LoadCounts, ScenarioProgress } from "../engine/load.ts";
import type { Problem } from "../engine/script-problem.ts";
import type { PreparedScript } from "../loader/compile.ts";
import type { CheckCounts } from "../metrics/check-tally.ts";
import type { StoreState } from "../metrics/metric-store.ts";
import type { RawOptions } from "../options/shortcuts.ts";
import type { Share } from "../schedule/share.ts";
import type { Log } from "../vu/log-entry.ts";
import type { SecretSource } from "../vu/secret-source.ts";

/** All a worker needs to know, given to it at its start. */
export interface WorkerTask {
  readonly script: PreparedScript;
  /** Consolidated and found right; read again in each thread. */
  readonly rawOptions: RawOptions;
  readonly env: Readonly<Record<string, string>>;
  readonly share: Share;
  /** The main thread's monotonic clock minus the process's high-resolution time, ms. */
  readonly clockOffset: number;
  readonly wallOffset: number;
  readonly verbose: boolean;
  readonly secrets: readonly SecretSource[];
  /** Fold samples into recording windows, and send them every second. */
  readonly fold: boolean;
  /** Send all metrics every second: thresholds may end the run. */
  readonly liveMetrics: boolean;
}

export type ToWorker =
  | { readonly type: "run"; readonly start: number; readonly setupJson: string | undefined }
  | { readonly type: "end" };

/** What a worker has counted since its start; `fold` since its last report. */
export interface Report {
  readonly counts: LoadCounts;
  readonly scenarios: readonly ScenarioProgress[];
  readonly metrics: StoreState | undefined;
  readonly checks: CheckCounts | undefined;
  readonly fold: FoldDelta | undefined;
  readonly scriptErrors: number;
  readonly firstScriptError: string | undefined;
  /** Of this thread's event loop since the scenarios' start; undefined until they have ended. */
  readonly lagMsP99: number | undefined;
}

export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "report"; readonly report: Report }
  | { readonly type: "done"; readonly report: Report }
  | { readonly type: "log"; readonly entry: Parameters<Log> }
  | { readonly type: "abort"; readonly reason: string }
  | { readonly type: "fail"; readonly reason: string }
  | { readonly type: "failed"; readonly problem: Problem };

/** The process's high-resolution time in ms: the same in all of its threads. */
export const processTime = (): number => Number(process.hrtime.bigint()) / 1e6;
