// From estimates to verdicts: significance and a minimum effect together make a claim, equivalence makes "no change",
// and everything else is inconclusive. Nothing here computes a statistic.

import { isEquivalent } from "../stat/equivalence.ts";
import type { Estimate } from "./estimate.ts";
import type { Judged, OverallVerdict, RowVerdict } from "./model.ts";

/**
 * Smallest log ratio that matters: the larger of the fraction and the absolute floor. The absolute floor is taken
 * relative to the geometric mean of both sides, so that swapping them changes nothing.
 */
export const marginLog = (floor: number, absoluteFloor: number, a: number, b: number): number =>
  Math.log1p(Math.max(floor, absoluteFloor / Math.sqrt(a * b)));

/**
 * The verdict of one row. `rejected`: its p survives the family's correction; `enough`: with this many pairs
 * significance is possible at all, without which "no change" may not be said either.
 */
export const rowVerdict = (
  { centre, equivalence }: Pick<Estimate, "centre" | "equivalence">,
  margin: number,
  rejected: boolean,
  enough: boolean,
): RowVerdict => {
  if (rejected && centre >= margin) return "regressed";
  if (rejected && centre <= -margin) return "improved";
  return enough && isEquivalent(equivalence, margin) ? "no-change" : "inconclusive";
};

const WORST_FIRST = ["regressed", "inconclusive", "improved", "no-change"] as const;

/** Worst gated row; with nothing to judge, inconclusive. */
export const overallVerdict = (rows: readonly Judged[]): OverallVerdict => {
  const verdicts = rows.filter((row) => row.gated).map((row) => row.verdict);
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? "inconclusive";
};
