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

interface JudgedRows {
  readonly metrics: readonly Judged[];
  readonly failures: readonly Judged[];
  readonly answers: readonly Judged[];
}

/** Worst gated row. With nothing to judge, inconclusive, and so with answers alone that are as before: no data is no pass. */
export const overallVerdict = ({ metrics, failures, answers }: JudgedRows): OverallVerdict => {
  const gated = [...metrics, ...failures, ...answers].filter((row) => row.gated);
  const worst = WORST_FIRST.find((verdict) => gated.some((row) => row.verdict === verdict));
  const answersAlone = !gated.some((row) => !answers.includes(row));
  return worst === undefined || (worst === "no-change" && answersAlone) ? "inconclusive" : worst;
};
