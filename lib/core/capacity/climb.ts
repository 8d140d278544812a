// The climb: add users while a load passes. It stops late on purpose: a load must fail several windows in a row, since
// a stall fails a window of a load that is well inside the capacity, and only too low an answer is never repaired.

import type { Asking, Journal } from "./journal.ts";
import type { Probe } from "./probe.ts";

/** What kept the climb from going on although nothing had failed: the highest load allowed, a guard, the time. */
export type Cap = "limit" | "guard" | "budget";

export interface Climb {
  /** Highest load that passed a window; null when none did. */
  readonly passed: number | null;
  /** Load at which the climb stopped by failing; null when it met a cap instead. */
  readonly failedAt: number | null;
  /** Whether one window was enough to see that `failedAt` is too much. */
  readonly clearly: boolean;
  readonly cap: Cap | null;
}

type LoadVerdict = "passed" | "failed" | "breach" | "guard" | "budget";

/** Looks at one load until it passes once, fails as often as the plan wants or breaches clearly. */
function* tryLoad(journal: Journal, load: number): Asking<LoadVerdict> {
  const { climbMs, confirmMs, failingWindows } = journal.plan;
  const probe: Probe = { kind: "climb", load, durationMs: climbMs };
  for (let failures = 0; failures < failingWindows; failures++) {
    const entry = yield* journal.ask(probe, confirmMs);
    if (entry === "budget") return "budget";
    if (entry === "void") return "guard";
    if (entry.verdict === "pass") return "passed";
    if (entry.verdict === "breach") return "breach";
  }
  return "failed";
}

/** When already the first load fails: half of it, and half of that, down to the smallest. */
function* descend(journal: Journal, failed: number, clearly: boolean): Asking<Climb> {
  const { grain } = journal.plan;
  let failedAt = failed;
  for (let load = Math.floor(failed / 2 / grain) * grain; load >= grain; load = Math.floor(load / 2 / grain) * grain) {
    const verdict = yield* tryLoad(journal, load);
    if (verdict === "passed") return { passed: load, failedAt, clearly, cap: null };
    if (verdict === "guard" || verdict === "budget") return { passed: null, failedAt, clearly, cap: verdict };
    failedAt = load;
  }
  return { passed: null, failedAt, clearly, cap: null };
}

/** Climbs from the plan's first load to the first that fails, or to a cap. */
export function* climb(journal: Journal): Asking<Climb> {
  const { start, step, cap } = journal.plan;
  let passed: number | null = null;
  for (let load = start; load <= cap; load += step) {
    const verdict = yield* tryLoad(journal, load);
    if (verdict === "guard" || verdict === "budget") {
      return { passed, failedAt: null, clearly: false, cap: verdict };
    }
    if (verdict !== "passed") {
      const clearly = verdict === "breach";
      return passed === null ? yield* descend(journal, load, clearly) : { passed, failedAt: load, clearly, cap: null };
    }
    passed = load;
  }
  return { passed, failedAt: null, clearly: false, cap: "limit" };
}
