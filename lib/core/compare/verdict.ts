// From estimates to verdicts: significance and a minimum effect together make a claim, equivalence makes "no change",
// and everything else is inconclusive. Nothing here computes a statistic.

import { isEquivalent } from "../stat/equivalence.ts";
import type { Estimate } from "./estimate.ts";
import type { Judged, MetricId, OverallVerdict, RowVerdict } from "./model.ts";

/** Smallest change of a metric that matters, as a fraction. */
export const defaultFloors: Readonly<Record<MetricId, number>> = {
  p50Ms: 0.05,
  p95Ms: 0.05,
  p99Ms: 0.1,
  meanMs: 0.05,
  ratePerSec: 0.05,
  achievedFraction: 0.01,
  // Smaller than under load: no queue multiplies it, and 1 % can be seen.
  restMs: 0.03,
};

/** Latency differences below this many ms matter to nobody and are near what timers resolve. */
export const ABSOLUTE_FLOOR_MS = 1;

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
