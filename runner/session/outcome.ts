// From what happened in a run to its exit code, with k6's precedence: what ended the run early comes first, a missed
// threshold after it, and iterations that threw last.

import { exit } from "../../lib/core/exit.ts";
import type { ThresholdResult } from "../thresholds/threshold-set.ts";

export interface RunFacts {
  /** Exit code of the first failure outside of iterations: options, init, setup, teardown, summary. */
  readonly failed: number | undefined;
  /** `exec.test.abort` was called. */
  readonly aborted: boolean;
  readonly interrupted: boolean;
  /** Over the run's address. */
  readonly stopped: boolean;
  /** `exec.test.fail` was called. */
  readonly markedFailed: boolean;
  readonly thresholds: readonly ThresholdResult[];
  readonly scriptErrors: number;
}

export function exitCodeOf(facts: RunFacts): number {
  if (facts.failed !== undefined) return facts.failed;
  if (facts.aborted) return exit.testAborted;
  if (facts.interrupted) return exit.interrupted;
  if (facts.stopped) return exit.stopped;
  if (facts.markedFailed) return exit.testFailed;
  if (facts.thresholds.some((t) => t.verdict !== "pass")) return exit.objectiveFailed;
  return facts.scriptErrors > 0 ? exit.scriptException : exit.ok;
}
