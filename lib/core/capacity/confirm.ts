// The confirmation: a long run of fixed length at the load the climb found, then at lower ones until a run passes.
// This is what makes the answer safe. The length is fixed, so each run is looked at once.

import { samplesNeeded } from "../quantile.ts";
import type { Asking, Journal } from "./journal.ts";
import type { Entry, SearchPlan } from "./model.ts";

export type Confirmation =
  /** `failedAt` is the lowest load whose run failed on the way; null when the first passed. */
  | { readonly kind: "confirmed"; readonly entry: Entry; readonly failedAt: number | null }
  /** No time was left for `load`, every probe there failed a guard, or too few requests came for a p99. */
  | { readonly kind: "open"; readonly load: number; readonly why: "budget" | "guard" | "requests" }
  /** Every load down to the smallest failed. */
  | { readonly kind: "none" };

/** However often loads failed, the next is half of the last at least. */
const MOST_BACK_OFF = 0.5;

/** The load to try after `failures` in a row, the last at `load`: lower by the back-off, by one grain at least. */
export const lowered = ({ grain, backOff, backOffGrowth }: SearchPlan, load: number, failures = 1): number => {
  const share = Math.min(MOST_BACK_OFF, backOff * backOffGrowth ** (failures - 1));
  // The nudge keeps 0.3 / 0.1 from flooring to 2.
  return Math.floor((load - Math.max(grain, load * share)) / grain + 1e-9) * grain;
};

/**
 * Requests a long run should have: enough for a p99 with one slow request among them (capacity.md section 4, exact
 * binomial at 95 %). With no slow one 299 would do.
 */
const WANTED_REQUESTS = 473;
/** A slow service gets a longer run, within reason. */
const LONGEST = 3;

/** How long a run at `load` must be to have enough requests, by the rate the climb saw. */
const wantedMs = (journal: Journal, load: number): number => {
  const { confirmMs } = journal.plan;
  const seen = journal.entries.filter((e) => e.verdict !== "void" && e.probe.load >= load);
  const rates = seen.map((e) => (e.result.ratePerSec * load) / e.probe.load).filter((rate) => rate > 0);
  if (rates.length === 0) return confirmMs;
  const neededMs = Math.ceil(WANTED_REQUESTS / Math.min(...rates)) * 1000;
  return Math.min(LONGEST * confirmMs, Math.max(confirmMs, neededMs));
};

/**
 * Length of a run at `load`, fixed before it begins and never by how it goes. After a failure a run behind which no
 * other would fit takes all the time that is left.
 */
const lengthAt = (journal: Journal, load: number, failures: number): number => {
  const wanted = wantedMs(journal, load);
  const leftMs = Math.floor((journal.plan.budgetMs - journal.spentMs) / 1000) * 1000;
  const isLast = leftMs < 2 * (wanted + journal.overheadMs);
  return failures > 0 && isLast ? Math.max(wanted, leftMs) : wanted;
};

const hasTooFew = ({ badLimit }: SearchPlan, { share }: Entry): boolean =>
  share.total < samplesNeeded(1 - badLimit) && (share.share ?? 0) <= badLimit;

/** Runs of fixed length from `load` downwards until one passes. */
export function* confirm(journal: Journal, load: number): Asking<Confirmation> {
  const { plan } = journal;
  let failedAt: number | null = null;
  let failures = 0;
  for (let at = load; at >= plan.grain; at = lowered(plan, at, failures)) {
    const entry = yield* journal.ask({ kind: "confirm", load: at, durationMs: lengthAt(journal, at, failures) });
    if (entry === "budget") return { kind: "open", load: at, why: "budget" };
    if (entry === "void") return { kind: "open", load: at, why: "guard" };
    if (entry.verdict === "pass") return { kind: "confirmed", entry, failedAt };
    if (hasTooFew(plan, entry)) return { kind: "open", load: at, why: "requests" };
    failedAt = at;
    failures++;
  }
  return { kind: "none" };
}
