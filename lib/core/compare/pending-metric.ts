// A metric's row before the family has decided: its estimate, or why there is none. A value on one side only is never
// skipped: what B lost is a regression, what A never had cannot be judged.

import { type Estimate, worsening } from "./estimate.ts";
import type { Pending } from "./family.ts";
import { bareRow, metricRow } from "./metric-row.ts";
import type { MetricRow } from "./model.ts";
import type { Series } from "./series.ts";

/** How a series becomes an estimate; pairs also keep their log ratios. */
export type Estimator = (series: Series) => { estimate: Estimate; logRatios: readonly number[] } | undefined;

const bare = (series: Series, verdict: MetricRow["verdict"], note: string): Pending<MetricRow> => ({
  familyP: null,
  close: () => bareRow(series, verdict, note),
});

const missing = (values: readonly (number | null)[]): number => values.filter((v) => v === null).length;

export const pendingMetric = (series: Series, estimator: Estimator): Pending<MetricRow> => {
  if (!series.supported)
    return bare(series, "unsupported", series.why ?? "some run holds too few requests to state it");
  const [lostA, lostB] = [missing(series.a), missing(series.b)];
  if (lostB > lostA) {
    return bare(series, "regressed", `no value in ${lostB} of ${series.b.length} runs of B: nothing succeeded there`);
  }
  if (lostA > 0) return bare(series, "inconclusive", `no value in ${lostA} of ${series.a.length} runs of A`);
  const found = estimator(series);
  if (found === undefined) return bare(series, "inconclusive", "no runs to compare");
  return {
    familyP: series.gated ? found.estimate.p : null,
    close: (pHolm, family) => metricRow(series, found.estimate, found.logRatios, pHolm, family),
  };
};

/** The log ratio of every pair of a series without gaps. */
export const logRatiosOf = ({ a, b, betterWhen }: Series): number[] =>
  a.flatMap((x, i) => {
    const y = b[i];
    return x === null || y === null || y === undefined ? [] : [worsening(x, y, betterWhen)];
  });
