// What the script or the world did to a run while it went: aborted it, failed it, interrupted it, threw outside of
// iterations. The first cause of an early end stands.

import type { Problem } from "../engine/script-problem.ts";

export class VerdictState {
  /** Aborts when the run must end before its schedule does. */
  readonly ended = new AbortController();
  problem: Problem | undefined;
  abortReason: string | undefined;
  interrupted = false;
  /** Ended over its address. */
  stopped = false;
  crossed: readonly string[] = [];
  failReason: string | undefined;

  /** Something outside of iterations went wrong; the first one counts. */
  fail(problem: Problem): void {
    this.problem ??= problem;
  }

  /** `exec.test.abort`: the iteration that called it ends by itself, the others are cut a moment later. */
  abort(reason: string): void {
    if (this.ending) return;
    this.abortReason = reason;
    setImmediate(() => this.ended.abort());
  }

  interrupt(): void {
    if (this.ending) return;
    this.interrupted = true;
    this.ended.abort();
  }

  stop(): void {
    if (this.ending) return;
    this.stopped = true;
    this.ended.abort();
  }

  /** Thresholds with `abortOnFail` were crossed. */
  cross(metrics: readonly string[]): void {
    if (this.ending) return;
    this.crossed = metrics;
    this.ended.abort();
  }

  markFailed(reason: string): void {
    this.failReason ??= reason;
  }

  /** Whether the run has been told to end early. */
  get ending(): boolean {
    return this.interrupted || this.stopped || this.abortReason !== undefined || this.crossed.length > 0;
  }
}
