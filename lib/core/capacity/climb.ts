// The climb: more load while it passes, then half the gap to what failed. It stops late on purpose: a load must fail
// several windows in a row, since a stall fails a window of a load that is well inside the capacity, and only too low
// an answer is never repaired.

import type { Asking, Journal } from "./journal.ts";
import type { Climb, Probe, SearchPlan } from "./model.ts";

type LoadVerdict = "passed" | "failed" | "breach" | "guard" | "budget";

/** Confirmations that the climb leaves time for: a single one would be spent by a single stall. */
const KEPT_RUNS = 2;
/** A budget of fewer confirmations than this keeps one: what is left must still find the way. */
const ROOMY = 4;

const keptMs = ({ budgetMs, confirmMs }: SearchPlan): number =>
  confirmMs * (budgetMs >= ROOMY * confirmMs ? KEPT_RUNS : 1);

/** Looks at one load until it passes once, fails as often as the plan wants or breaches clearly. */
function* tryLoad(journal: Journal, load: number): Asking<LoadVerdict> {
  const { climbMs, failingWindows } = journal.plan;
  const probe: Probe = { kind: "climb", load, durationMs: climbMs };
  for (let failures = 0; failures < failingWindows; failures++) {
    const entry = yield* journal.ask(probe, keptMs(journal.plan));
    if (entry === "budget") return "budget";
    if (entry === "void") return "guard";
    if (entry.verdict === "pass") return "passed";
    if (entry.verdict === "breach") return "breach";
  }
  return "failed";
}

/** The lowest load at which the climb could not go on, and why. */
interface Ceiling {
  readonly load: number;
  readonly verdict: Exclude<LoadVerdict, "passed">;
}

const ended = (passed: number | null, { load, verdict }: Ceiling): Climb =>
  verdict === "guard" || verdict === "budget"
    ? { passed, failedAt: null, clearly: false, cap: verdict }
    : { passed, failedAt: load, clearly: verdict === "breach", cap: null };

/** Halves the gap between a load that passed and the ceiling until it is narrow or the time is up. */
function* narrow(journal: Journal, from: number, above: Ceiling): Asking<Climb> {
  const { grain, gap, step } = journal.plan;
  let [passed, ceiling] = [from, above];
  while (step === null && ceiling.load - passed > Math.max(1.5 * grain, gap * passed)) {
    const load = Math.round((passed + ceiling.load) / 2 / grain) * grain;
    const verdict = yield* tryLoad(journal, load);
    if (verdict === "budget") break;
    if (verdict === "passed") passed = load;
    else ceiling = { load, verdict };
  }
  return ended(passed, ceiling);
}

/** When already the first load fails: half of it, and half of that, down to the smallest. */
function* descend(journal: Journal, above: Ceiling): Asking<Climb> {
  const { grain } = journal.plan;
  const halfOf = (load: number): number => Math.floor(load / 2 / grain) * grain;
  let ceiling = above;
  for (let load = halfOf(ceiling.load); load >= grain; load = halfOf(load)) {
    const verdict = yield* tryLoad(journal, load);
    if (verdict === "passed") return yield* narrow(journal, load, ceiling);
    if (verdict === "guard" || verdict === "budget") {
      return { ...ended(null, ceiling), cap: verdict };
    }
    ceiling = { load, verdict };
  }
  return ended(null, ceiling);
}

/** The load after `load`: a step higher, or twice as high, but never past the cap unless it was reached. */
const nextLoad = ({ step, cap }: SearchPlan, load: number): number => {
  if (step !== null) return load + step;
  return load < cap ? Math.min(cap, 2 * load) : 2 * load;
};

/** Climbs from the plan's first load to the edge of what passes, or to a cap. */
export function* climb(journal: Journal): Asking<Climb> {
  const { plan } = journal;
  let passed: number | null = null;
  for (let load = plan.start; load <= plan.cap; load = nextLoad(plan, load)) {
    const verdict = yield* tryLoad(journal, load);
    if (verdict !== "passed") {
      const ceiling = { load, verdict };
      if (verdict === "budget" || (verdict === "guard" && passed === null)) return ended(passed, ceiling);
      return passed === null ? yield* descend(journal, ceiling) : yield* narrow(journal, passed, ceiling);
    }
    passed = load;
  }
  return { passed, failedAt: null, clearly: false, cap: "limit" };
}
