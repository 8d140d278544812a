// What a run of the runner is asked for: the contract of runScript, whose answer is in run-outcome.ts.

import type { FoldDelta } from "../lib/core/fold/recording-fold.ts";
import type { SampleSink } from "../lib/core/metric-sample.ts";
import type { World } from "../lib/core/world.ts";
import type { ScenarioProgress } from "./engine/load.ts";
import type { RawOptions } from "./options/shortcuts.ts";
import type { SampleOutputs } from "./outputs/sample-outputs.ts";
import type { LogEntry } from "./vu/log-entry.ts";
import type { SecretSource } from "./vu/secret-source.ts";

export interface RunRequest {
  /** Path of the bundle or source. */
  readonly script: string;
  /** What the script sees as `__ENV`. */
  readonly env: Readonly<Record<string, string>>;
  /** From flags and K6_* variables, in k6's shape; they override the script's. */
  readonly options?: RawOptions;
  /** From a config file: the script's options override them. */
  readonly config?: RawOptions;
  /** Every metric sample of this thread: with worker threads only those of setup, teardown and the run itself. */
  readonly onSample: SampleSink;
  /** Worker threads to spread VUs over; 1 (the default) makes the load in this thread. */
  readonly threads?: number;
  /** The samples of worker threads, folded: a second's worth at a time from each. */
  readonly onFold?: (delta: FoldDelta) => void;
  /** Ends the run: iterations under way are cut as in k6, teardown and handleSummary still run; exit code 105. */
  readonly signal: AbortSignal;
  readonly world: World;
  /** `host:port` to serve the run's state on, its start and its end; nowhere by default. */
  readonly address?: string;
  /** Makes the VUs and waits for the start, which then comes over `address`. */
  readonly paused?: boolean;
  /** Skips thresholds altogether. */
  readonly noThresholds?: boolean;
  readonly summary?: SummaryChoice;
  /** Shows what scripts write with `console.debug`. */
  readonly verbose?: boolean;
  /** False refuses imports from a URL; otherwise they are fetched, and cached under `XDG_CACHE_HOME`. */
  readonly remoteModules?: boolean;
  /** What people should read: script errors, console output, warnings; a line each, to stderr by default. */
  readonly onNotice?: (line: string) => void;
  /** The same as whole log entries, and beside them a warning for each failed request; in the place of `onNotice`. */
  readonly onLog?: (entry: LogEntry) => void;
  /** What `k6/secrets` has. */
  readonly secrets?: readonly SecretSource[];
  /** Files of samples: told of every one of this thread, and left open. */
  readonly outputs?: SampleOutputs;
  /** What will be done, once the options are known. */
  readonly onPlan?: (plan: RunPlan) => void;
  /** Setup is over, all users are made, and the scenarios begin. */
  readonly onStart?: (startedAtMs: number) => void;
  /** About once a second while scenarios run. */
  readonly onProgress?: (progress: RunProgress) => void;
}

export interface RunPlan {
  readonly scenarios: readonly { readonly name: string; readonly description: string }[];
  readonly maxVus: number;
  /** Graceful stops included. */
  readonly maxDurationMs: number;
}

export interface SummaryChoice {
  /** The text shown unless the script has handleSummary; none by default. `disabled` also leaves out handleSummary. */
  readonly mode?: "compact" | "full" | "disabled";
  /** Path for k6's older summary file. */
  readonly exportTo?: string;
}

export interface RunProgress {
  /** Since the scenarios' start. */
  readonly elapsedMs: number;
  readonly activeVus: number;
  readonly madeVus: number;
  readonly iterations: number;
  readonly interrupted: number;
  readonly dropped: number;
  readonly scenarios: readonly ScenarioProgress[];
}
