// One latency or rate as a row of the result: its values, its estimate as fractions, its verdict, and what a reader
// must know beside it. Log units end here.

import { formatPercent } from "../format.ts";
import { units } from "../metrics/unit.ts";
import { median } from "../quantile.ts";
import { detectableShift } from "../stat/pair-planning.ts";
import { pairedTP } from "../stat/paired-t.ts";
import { changeOf } from "./change.ts";
import type { Estimate } from "./estimate.ts";
import type { Family } from "./family.ts";
import type { Interval, MetricRow, RowVerdict } from "./model.ts";
import { morePairs } from "./more-pairs.ts";
import type { Series } from "./series.ts";
import { marginLog, rowVerdict } from "./verdict.ts";

/** What a row says whether or not there is an estimate. */
const valuesOf = (series: Series) => {
  const { id, endpoint, metric, unit, betterWhen, gated, a, b } = series;
  return {
    ...{ id, endpoint, metric, unit, betterWhen, gated },
    a: median(a.filter((v) => v !== null)) ?? null,
    b: median(b.filter((v) => v !== null)) ?? null,
    floor: series.floor,
    absoluteFloor: series.absoluteFloor ?? units[unit].absoluteFloor,
    aRuns: a,
    bRuns: b,
  };
};

/** A row without an estimate: nothing could be computed, and `verdict` with `note` says what that means. */
export const bareRow = (series: Series, verdict: RowVerdict, note: string): MetricRow => {
  const none: Interval = { low: null, high: null };
  return {
    ...valuesOf(series),
    ...{ verdict, p: null, pHolm: null, n: 0, logRatios: [], pPairedT: null, detectable: null, morePairs: null },
    ...{ change: null, changeInterval: none, improvement: null, improvementInterval: none },
    notes: [note, ...series.notes],
  };
};

/** The pair whose log ratio lies farthest from the estimate, counted from 1. */
const oddPair = (d: readonly number[], centre: number): number =>
  d.reduce((odd, x, i) => (Math.abs(x - centre) > Math.abs((d[odd] ?? centre) - centre) ? i : odd), 0) + 1;

/** Says so where the absolute floor is what a change must reach. */
const floorNote = (floor: number, absoluteFloor: number, margin: number): string[] =>
  margin > Math.log1p(floor) + 1e-9
    ? [`differences below ${absoluteFloor} ms (here ${formatPercent(Math.expm1(margin))}) count as none`]
    : [];

const notesOn = (estimate: Estimate, verdict: RowVerdict, d: readonly number[], pT: number | undefined): string[] => {
  const [low, high] = estimate.interval95;
  const notes: string[] = [];
  if (verdict === "no-change" && (low > 0 || high < 0)) notes.push("a real change, but below the floor");
  if (pT !== undefined && pT <= 0.05 !== estimate.p <= 0.05) {
    const values = `the rank test (p ${estimate.p.toPrecision(2)}) and the t test (p ${pT.toPrecision(2)}) disagree`;
    notes.push(`${values}: look at counted pair ${oddPair(d, estimate.centre)}`);
  }
  return notes;
};

/** A row with its estimate; `logRatios` are empty for saved recordings. */
export const metricRow = (
  series: Series,
  estimate: Estimate,
  logRatios: readonly number[],
  pHolm: number | null,
  family: Family,
): MetricRow => {
  const values = valuesOf(series);
  const { floor, absoluteFloor } = values;
  const margin = marginLog(floor, absoluteFloor, values.a ?? Number.NaN, values.b ?? Number.NaN);
  const enough = family.minimumPairs === null || estimate.n >= family.minimumPairs;
  const verdict = rowVerdict(estimate, margin, (pHolm ?? estimate.p) <= family.alpha, enough);
  const pT = logRatios.length === 0 ? undefined : pairedTP(logRatios);
  const { noise } = estimate;
  const shift = noise && detectableShift(noise.standardError, noise.df, family.alpha / Math.max(1, family.size));
  return {
    ...values,
    ...changeOf(estimate, series.betterWhen),
    verdict,
    p: estimate.p,
    pHolm,
    n: estimate.n,
    logRatios,
    pPairedT: pT ?? null,
    detectable: shift === undefined ? null : Math.expm1(shift),
    morePairs: verdict === "inconclusive" ? morePairs(estimate, margin, floor, family) : null,
    notes: [...notesOn(estimate, verdict, logRatios, pT), ...floorNote(floor, absoluteFloor, margin), ...series.notes],
  };
};
