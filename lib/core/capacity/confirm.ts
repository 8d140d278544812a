// The confirmation: a long run of fixed length at the load the climb found, then at lower ones until a run passes.
// This is what makes the answer safe. The length is fixed, so each run is looked at once.

import type { Asking, Journal } from "./journal.ts";
import type { Entry } from "./judge-probe.ts";
import type { SearchPlan } from "./search-plan.ts";

export type Confirmation =
  /** `failedAt` is the lowest load whose run failed on the way; null when the first passed. */
  | { readonly kind: "confirmed"; readonly entry: Entry; readonly failedAt: number | null }
  /** No time was left for `load`, or every probe there failed a guard. */
  | { readonly kind: "open"; readonly load: number; readonly why: "budget" | "guard" }
  /** Every load down to the smallest failed. */
  | { readonly kind: "none" };

/** The load to try after `load` failed: lower by the back-off, by one grain at least. */
export const lowered = ({ grain, backOff }: SearchPlan, load: number): number => {
  const target = load - Math.max(grain, load * backOff);
  // The nudge keeps 0.3 / 0.1 from flooring to 2.
  return Math.floor(target / grain + 1e-9) * grain;
};

/** Runs of fixed length from `load` downwards until one passes. */
export function* confirm(journal: Journal, load: number): Asking<Confirmation> {
  const { plan } = journal;
  let failedAt: number | null = null;
  for (let at = load; at >= plan.grain; at = lowered(plan, at)) {
    const entry = yield* journal.ask({ kind: "confirm", load: at, durationMs: plan.confirmMs });
    if (entry === "budget") return { kind: "open", load: at, why: "budget" };
    if (entry === "void") return { kind: "open", load: at, why: "guard" };
    if (entry.verdict === "pass") return { kind: "confirmed", entry, failedAt };
    failedAt = at;
  }
  return { kind: "none" };
}
