// What changes slowly under a steady load: latency, throughput and memory per hour, each with its interval. For long
// runs; short ones have intervals too wide to say anything.

import { measuredWindows } from "../measured-windows.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import { LEAST_WINDOWS } from "../validity/steady-windows.ts";
import { type Point, theilSen } from "../validity/trend.ts";

const HOUR_S = 3600;

export interface Drift {
  /** `median of predict`, `requests a second`, `memory`. */
  readonly what: string;
  /** Relative change an hour, as a fraction of the value at the start, with its 99 % interval. */
  readonly perHour: number;
  readonly low: number;
  readonly high: number;
  /** Whether the interval excludes zero. */
  readonly certain: boolean;
}

const relativeDrift = (what: string, points: readonly Point[]): Drift | undefined => {
  const logs = points.flatMap(({ x, y }) => (y > 0 ? [{ x, y: Math.log(y) }] : []));
  const trend = logs.length < LEAST_WINDOWS ? undefined : theilSen(logs);
  if (trend === undefined) return undefined;
  const [perHour, low, high] = [trend.slope, trend.low, trend.high].map((s) => Math.expm1(s * HOUR_S));
  if (perHour === undefined || low === undefined || high === undefined) return undefined;
  return { what, perHour, low, high, certain: low > 0 || high < 0 };
};

const throughput = (run: MeasuredRun): readonly Point[] => {
  const perSecond = new Map<number, number>();
  for (const w of run.endpoints.flatMap(measuredWindows)) perSecond.set(w.t, (perSecond.get(w.t) ?? 0) + w.n);
  // The first and the last second are cut.
  return [...perSecond]
    .sort(([a], [b]) => a - b)
    .slice(1, -1)
    .map(([x, y]) => ({ x, y }));
};

const memory = (run: MeasuredRun): readonly Point[] =>
  (run.service?.samples ?? []).flatMap((s) =>
    s.rssBytes === null || s.t * 1000 < run.warmupMs ? [] : [{ x: s.t, y: s.rssBytes }],
  );

/** The drifts of a run that has windows enough to show any. */
export const drifts = (run: MeasuredRun): readonly Drift[] => {
  const medians = run.endpoints.map((e): [string, readonly Point[]] => [
    `median of ${e.name}`,
    measuredWindows(e).flatMap((w) => (w.p50Ms === null ? [] : [{ x: w.t, y: w.p50Ms }])),
  ]);
  const series: readonly [string, readonly Point[]][] = [
    ...medians,
    ["requests a second", throughput(run)],
    ["memory", memory(run)],
  ];
  return series.flatMap(([what, points]) => relativeDrift(what, points) ?? []);
};
