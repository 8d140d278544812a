// What a request costs when nothing else runs: both versions asked the same rows one by one, in short alternating
// blocks. Paired by row, so that the length of a text falls out; the instance is the unit of evidence, since what one
// process has (its memory layout, its compiled code) all of its answers share.

import { plural } from "../format.ts";
import { median } from "../quantile.ts";
import { estimateFromPairs } from "./estimate.ts";
import type { Pending } from "./family.ts";
import { metricRow } from "./metric-row.ts";
import type { MetricRow } from "./model.ts";
import { type Series, seriesOf } from "./series.ts";

/** One row, as one instance of A and one of B answered it within the same seconds. */
export interface RestTime {
  readonly id: string;
  readonly aMs: number;
  readonly bMs: number;
}

/** A fresh instance of each side and how long it took over the rows it was asked. */
export interface RestInstance {
  readonly rows: readonly RestTime[];
}

const rest = seriesOf("restMs");

/** With fewer rows the median of an instance is luck. */
export const LEAST_ROWS = 5;

/** Timers and the client's own work are below this. */
const REST_ABSOLUTE_FLOOR_MS = 0.25;

/** ln(B/A) of a pair of instances: the median over rows, so that a row that met a stall does not count more. */
export const instanceShift = ({ rows }: RestInstance): number | undefined =>
  rows.length < LEAST_ROWS ? undefined : median(rows.map(({ aMs, bMs }) => Math.log(bMs / aMs)));

const sideMedian = (side: "aMs" | "bMs") => (instance: RestInstance) =>
  median(instance.rows.map((r) => r[side])) ?? null;

/**
 * The row of the answers at rest, gated with the others; nothing when the versions were not asked.
 *
 * Which instance is called A is random under no difference, so the signed-rank test over instance pairs is exact
 * whatever one instance does to all of its answers, and whatever drifts while both are asked in turn.
 */
export const pendingRestLatency = (
  instances: readonly RestInstance[],
  alpha: number,
  floor: number = rest.floor,
): readonly Pending<MetricRow>[] => {
  const judged = instances.flatMap((instance) => {
    const shift = instanceShift(instance);
    return shift === undefined ? [] : [{ instance, shift }];
  });
  const shifts = judged.map(({ shift }) => shift);
  const estimate = estimateFromPairs(shifts, alpha);
  if (estimate === undefined) return [];
  const rows = judged.map(({ instance }) => instance.rows.length);
  const lost = instances.length - judged.length;
  const series: Series = {
    id: "at rest.restMs",
    endpoint: "at rest",
    ...rest,
    gated: true,
    supported: true,
    floor,
    takesFloor: true,
    absoluteFloor: REST_ABSOLUTE_FLOOR_MS,
    a: judged.map(({ instance }) => sideMedian("aMs")(instance)),
    b: judged.map(({ instance }) => sideMedian("bMs")(instance)),
    notes: [
      `one request at a time, ${judged.length} fresh instances a side, ${Math.min(...rows)} to ${Math.max(...rows)} rows each, paired by row`,
      ...(lost > 0 ? [`${plural(lost, "pair")} of instances with too few answered rows left out`] : []),
    ],
  };
  return [
    {
      familyP: estimate.p,
      close: (pHolm, family) => metricRow(series, estimate, shifts, pHolm, family),
    },
  ];
};
