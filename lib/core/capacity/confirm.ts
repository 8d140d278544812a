// The confirmation: a long run of fixed length at the load the climb found, then at lower ones until a run passes.
// This is what makes the answer safe. The length is fixed, so each run is looked at once.

import { samplesNeeded } from "../quantile.ts";
import type { Asking, Journal } from "./journal.ts";
import type { Entry } from "./judge-probe.ts";
import type { SearchPlan } from "./search-plan.ts";

export type Confirmation =
  /** `failedAt` is the lowest load whose run failed on the way; null when the first passed. */
  | { readonly kind: "confirmed"; readonly entry: Entry; readonly failedAt: number | null }
  /** No time was left for `load`, every probe there failed a guard, or too few requests came for a p99. */
  | { readonly kind: "open"; readonly load: number; readonly why: "budget" | "guard" | "requests" }
  /** Every load down to the smallest failed. */
  | { readonly kind: "none" };

/** The load to try after `load` failed: lower by the back-off, by one grain at least. */
export const lowered = ({ grain, backOff }: SearchPlan, load: number): number => {
  const target = load - Math.max(grain, load * backOff);
  // The nudge keeps 0.3 / 0.1 from flooring to 2.
  return Math.floor(target / grain + 1e-9) * grain;
};

/**
 * Requests a long run should have: enough for a p99 with one slow request among them (capacity.md section 4, exact
 * binomial at 95 %). With no slow one 299 would do.
 */
const WANTED_REQUESTS = 473;
/** A slow service gets a longer run, within reason. */
const LONGEST = 3;

/** Length of a run at `load`: fixed before it begins, by the rate the climb saw and never by how it goes. */
const lengthAt = (journal: Journal, load: number): number => {
  const { confirmMs } = journal.plan;
  const seen = journal.entries.filter((e) => e.verdict !== "void" && e.probe.load >= load);
  const rates = seen.map((e) => (e.result.ratePerSec * load) / e.probe.load).filter((rate) => rate > 0);
  if (rates.length === 0) return confirmMs;
  const neededMs = Math.ceil(WANTED_REQUESTS / Math.min(...rates)) * 1000;
  return Math.min(LONGEST * confirmMs, Math.max(confirmMs, neededMs));
};

const hasTooFew = ({ badLimit }: SearchPlan, { share }: Entry): boolean =>
  share.total < samplesNeeded(1 - badLimit) && (share.share ?? 0) <= badLimit;

/** Runs of fixed length from `load` downwards until one passes. */
export function* confirm(journal: Journal, load: number): Asking<Confirmation> {
  const { plan } = journal;
  let failedAt: number | null = null;
  for (let at = load; at >= plan.grain; at = lowered(plan, at)) {
    const entry = yield* journal.ask({ kind: "confirm", load: at, durationMs: lengthAt(journal, at) });
    if (entry === "budget") return { kind: "open", load: at, why: "budget" };
    if (entry === "void") return { kind: "open", load: at, why: "guard" };
    if (entry.verdict === "pass") return { kind: "confirmed", entry, failedAt };
    if (hasTooFew(plan, entry)) return { kind: "open", load: at, why: "requests" };
    failedAt = at;
  }
  return { kind: "none" };
}
