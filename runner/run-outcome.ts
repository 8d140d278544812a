// What came of a run of the runner. It is public, as a part of what the test kit gives.

import type { SummaryData } from "./summary/summary-data.ts";
import type { ThresholdResult } from "./thresholds/threshold-set.ts";

export interface RunOutcome {
  /** See `exit` in lib/core/exit.ts. */
  readonly exitCode: number;
  /** One clear line, when the run failed for the script's or the options' sake. */
  readonly problem?: { readonly message: string; readonly location?: string; readonly hint?: string };
  readonly iterations: number;
  readonly interrupted: number;
  readonly dropped: number;
  readonly scriptErrors: number;
  readonly firstScriptError?: string;
  /** Given to `exec.test.abort` or `exec.test.fail`. */
  readonly abortReason?: string;
  readonly failReason?: string;
  /** Metrics whose thresholds with `abortOnFail` ended the run. */
  readonly endedByThresholds: readonly string[];
  readonly thresholds: readonly ThresholdResult[];
  /** handleSummary's data; undefined when the run never started. */
  readonly summary?: SummaryData;
  readonly generator: {
    /** CPU of the process divided by one core's time. */
    readonly cpuFraction: number;
    /** Of the event loop that made the load, the worst of several; ms. */
    readonly lagMsP99: number;
    /** The latest this thread's event loop was while scenarios ran; ms. */
    readonly lagMsMax: number;
    /** Null without due times (closed models). */
    readonly sendLagMsP99: number | null;
  };
}
