// Which metrics a comparison looks at, which of them it gates on, and each one's value in every run. The gated family
// is kept small, because every member makes the others harder to show.

import { builtInMetric, type EndpointMetric, endpointMetrics } from "../metrics/endpoint-metrics.ts";
import type { Metric } from "../metrics/metric.ts";
import type { MetricRow } from "./model.ts";
import type { EndpointStatistics, RunStatistics } from "./run-statistics.ts";

export interface Series extends Pick<MetricRow, "id" | "endpoint" | "metric" | "unit" | "betterWhen"> {
  readonly gated: boolean;
  /** False when some run holds too few requests to state the metric at all. */
  readonly supported: boolean;
  /** Why it is not supported, when that is not for want of requests. */
  readonly why?: string;
  /** By run, in the order given; null where the run has no value. */
  readonly a: readonly (number | null)[];
  readonly b: readonly (number | null)[];
  readonly notes: readonly string[];
  /** Smallest change that matters, as a fraction: the metric's own, or the user's. */
  readonly floor: number;
  /** Whether a floor of the user's is about it: a share of an asked rate is no latency or throughput. */
  readonly takesFloor: boolean;
  /** Standard deviation of logs assumed between runs where nobody has measured it. */
  readonly runSd: number;
  /** Smallest difference in ms that matters, where it is not that of a latency under load. */
  readonly absoluteFloor?: number;
}

/** Requests beyond a quantile that every run needs: to state it at all, and to gate on it. */
const BEYOND = { state: 10, gate: 30 } as const;

const compared = endpointMetrics.filter((m) => m.compared === true);
const quantiles = compared.flatMap((m) => (m.quantile === null ? [] : [{ ...m, q: m.quantile }]));
const others = compared.filter((m) => m.quantile === null);

/** What a series says of its metric, whatever the runs were. */
export const describe = ({ key, unit, betterWhen, floor, runSd }: Metric) => ({
  metric: key,
  unit,
  betterWhen,
  floor,
  runSd,
  takesFloor: true,
});

/** The same of a built-in metric by its key. @throws RangeError when there is none */
export const seriesOf = (key: string): ReturnType<typeof describe> => {
  const metric = builtInMetric(key);
  if (metric === undefined) throw new RangeError(`no metric is called ${key}`);
  return describe(metric);
};

export interface Sides {
  readonly a: readonly RunStatistics[];
  readonly b: readonly RunStatistics[];
}

const endpointOf = (run: RunStatistics, name: string): EndpointStatistics | undefined =>
  run.endpoints.find((e) => e.name === name);

const valuesOf = (runs: readonly RunStatistics[], name: string, { key }: EndpointMetric): (number | null)[] =>
  runs.map((run) => endpointOf(run, name)?.values[key] ?? null);

/** Successful requests of the run that has fewest, among runs that have any: those that have none are missing, not thin. */
const fewest = ({ a, b }: Sides, name: string): number =>
  Math.min(
    ...[...a, ...b]
      .map((run) => endpointOf(run, name))
      .map((e) => (e === undefined ? 0 : e.count - e.failed))
      .filter((n) => n > 0),
  );

const needed = (q: number, beyond: number): number => Math.round(beyond / (1 - q));

/** What is gated where runs are too short for p95, so that no endpoint goes unwatched. */
const standInFor = (n: number): "p50Ms" | "meanMs" | null =>
  n >= needed(0.95, BEYOND.gate) ? null : n >= needed(0.5, BEYOND.state) ? "p50Ms" : "meanMs";

const STAND_IN_NOTE = "gated in place of p95, which these runs are too short for";

const quantileSeries = (sides: Sides, name: string, isInference: boolean): Series[] => {
  const n = fewest(sides, name);
  const enough = (q: number, beyond: number): boolean => n >= needed(q, beyond);
  return quantiles.map((metric) => {
    const { q, key, word } = metric;
    const isMiddle = q === 0.5;
    const wanted = isInference && (!isMiddle || standInFor(n) === key);
    // The middle needs no tail: what can be stated can be gated.
    const least = isMiddle ? BEYOND.state : BEYOND.gate;
    const gated = wanted && enough(q, least);
    const supported = enough(q, BEYOND.state);
    const notes: string[] = [];
    if (wanted && !gated && supported) {
      notes.push(`not gated: the smallest run has ${n} successful requests, ${word} needs ${needed(q, least)}`);
    }
    if (gated && isMiddle) notes.push(STAND_IN_NOTE);
    return { ...rowOf(metric, sides, name), gated, supported, notes };
  });
};

const rowOf = (metric: EndpointMetric, sides: Sides, name: string) => ({
  id: `${name}.${metric.key}`,
  endpoint: name,
  ...describe(metric),
  a: valuesOf(sides.a, name, metric),
  b: valuesOf(sides.b, name, metric),
});

/** Successful requests that a run needs for its mean, or its throughput, to be more than an accident. */
const LEAST_FOR_MEAN = 10;

const tooFew = (n: number, what: string): string =>
  `not gated: the smallest run has ${n} successful ${n === 1 ? "request" : "requests"}, ${what} needs ${LEAST_FOR_MEAN}`;

/** Information, since one slow request moves it; gated where runs are too short for any quantile. */
const otherSeries = (sides: Sides, name: string, isInference: boolean): readonly Series[] =>
  others.map((metric) => {
    const n = fewest(sides, name);
    const wanted = isInference && standInFor(n) === metric.key;
    const gated = wanted && n >= LEAST_FOR_MEAN;
    const notes = gated ? [STAND_IN_NOTE] : wanted ? [tooFew(n, `a ${metric.word}`)] : [];
    return { ...rowOf(metric, sides, name), gated, supported: true, notes };
  });

/** Successful inference requests of a run. */
const succeeded = (run: RunStatistics): number =>
  run.endpoints.filter((e) => e.isInference).reduce((total, e) => total + e.count - e.failed, 0);

/** Successful inference requests per second, over all endpoints. */
const totalRate = (run: RunStatistics): number | null => {
  const sum = run.endpoints.filter((e) => e.isInference).reduce((total, e) => total + (e.goodPerSec ?? 0), 0);
  return sum > 0 ? sum : null;
};

/**
 * One row over everything: in a closed model the throughput (per endpoint it would be the same number again), in an
 * open one, where the rate is what was asked for, the share of it that was achieved.
 */
const overall = ({ a, b }: Sides): Series => {
  const open = a[0]?.loadModel === "open";
  const metric = open ? "achievedFraction" : "ratePerSec";
  const value = open ? (run: RunStatistics) => run.achievedFraction : totalRate;
  const n = Math.min(...[...a, ...b].map(succeeded).filter((count) => count > 0));
  const enough = open || n >= LEAST_FOR_MEAN;
  return {
    id: `all.${metric}`,
    endpoint: "all",
    ...seriesOf(metric),
    takesFloor: !open,
    gated: enough,
    supported: true,
    a: a.map(value),
    b: b.map(value),
    notes: enough ? [] : [tooFew(n, "a throughput")],
  };
};

const isMeasured = (s: Series): boolean => [...s.a, ...s.b].some((v) => v !== null);

/** Every metric of every endpoint that A knows, in the recordings' order, and one over all. */
export const metricSeries = (sides: Sides): readonly Series[] => {
  const known = new Map([...sides.a, ...sides.b].flatMap((r) => r.endpoints.map((e) => [e.name, e.isInference])));
  const all = [...known].flatMap(([name, isInference]) => [
    ...quantileSeries(sides, name, isInference),
    ...otherSeries(sides, name, isInference),
  ]);
  return [...all, overall(sides)].filter(isMeasured);
};
