// Which metrics a comparison looks at, which of them it gates on, and each one's value in every run. The gated family
// is kept small, because every member makes the others harder to show.

import type { MetricId, MetricRow } from "./model.ts";
import type { EndpointStatistics, RunStatistics } from "./run-statistics.ts";

export interface Series extends Pick<MetricRow, "id" | "endpoint" | "metric" | "unit" | "betterWhen"> {
  readonly gated: boolean;
  /** False when some run holds too few requests to state the metric at all. */
  readonly supported: boolean;
  /** By run, in the order given; null where the run has no value. */
  readonly a: readonly (number | null)[];
  readonly b: readonly (number | null)[];
  readonly notes: readonly string[];
  /** Smallest change that matters, as a fraction, where the user chose it; else the metric's own. */
  readonly floor?: number;
  /** Smallest difference in ms that matters, where it is not that of a latency under load. */
  readonly absoluteFloor?: number;
}

/** Requests beyond a quantile that every run needs: to state it at all, and to gate on it. */
const BEYOND = { state: 10, gate: 30 } as const;

const QUANTILES = [
  { metric: "p50Ms", q: 0.5 },
  { metric: "p95Ms", q: 0.95 },
  { metric: "p99Ms", q: 0.99 },
] as const;

type EndpointMetric = "p50Ms" | "p95Ms" | "p99Ms" | "meanMs";

interface Sides {
  readonly a: readonly RunStatistics[];
  readonly b: readonly RunStatistics[];
}

const endpointOf = (run: RunStatistics, name: string): EndpointStatistics | undefined =>
  run.endpoints.find((e) => e.name === name);

const valuesOf = (runs: readonly RunStatistics[], name: string, metric: EndpointMetric): (number | null)[] =>
  runs.map((run) => endpointOf(run, name)?.[metric] ?? null);

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
  return QUANTILES.map(({ metric, q }) => {
    const wanted = isInference && (metric !== "p50Ms" || standInFor(n) === metric);
    // The middle needs no tail: what can be stated can be gated.
    const least = metric === "p50Ms" ? BEYOND.state : BEYOND.gate;
    const gated = wanted && enough(q, least);
    const supported = enough(q, BEYOND.state);
    const notes: string[] = [];
    if (wanted && !gated && supported) {
      notes.push(
        `not gated: the smallest run has ${n} successful requests, ${metric.slice(0, 3)} needs ${needed(q, least)}`,
      );
    }
    if (gated && metric === "p50Ms") notes.push(STAND_IN_NOTE);
    return {
      id: `${name}.${metric}`,
      endpoint: name,
      metric,
      unit: "ms",
      betterWhen: "lower",
      gated,
      supported,
      a: valuesOf(sides.a, name, metric),
      b: valuesOf(sides.b, name, metric),
      notes,
    };
  });
};

/** Information, since one slow request moves it; gated where runs are too short for any quantile. */
const meanSeries = (sides: Sides, name: string, isInference: boolean): Series => {
  const gated = isInference && standInFor(fewest(sides, name)) === "meanMs";
  return {
    id: `${name}.meanMs`,
    endpoint: name,
    metric: "meanMs",
    unit: "ms",
    betterWhen: "lower",
    gated,
    supported: true,
    a: valuesOf(sides.a, name, "meanMs"),
    b: valuesOf(sides.b, name, "meanMs"),
    notes: gated ? [STAND_IN_NOTE] : [],
  };
};

/** Successful requests that carry texts, per second, over all endpoints. */
const totalRate = (run: RunStatistics): number | null => {
  const sum = run.endpoints.filter((e) => e.isInference).reduce((total, e) => total + (e.ratePerSec ?? 0), 0);
  return sum > 0 ? sum : null;
};

/**
 * One row over everything: in a closed model the throughput (per endpoint it would be the same number again), in an
 * open one, where the rate is what was asked for, the share of it that was achieved.
 */
const overall = ({ a, b }: Sides): Series => {
  const open = a[0]?.loadModel === "open";
  const metric: MetricId = open ? "achievedFraction" : "ratePerSec";
  const value = open ? (run: RunStatistics) => run.achievedFraction : totalRate;
  return {
    id: `all.${metric}`,
    endpoint: "all",
    metric,
    unit: open ? "fraction" : "per second",
    betterWhen: "higher",
    gated: true,
    supported: true,
    a: a.map(value),
    b: b.map(value),
    notes: [],
  };
};

const isMeasured = (s: Series): boolean => [...s.a, ...s.b].some((v) => v !== null);

/** Every metric of every endpoint that A knows, in the recordings' order, and one over all. */
export const metricSeries = (sides: Sides): readonly Series[] => {
  const known = new Map([...sides.a, ...sides.b].flatMap((r) => r.endpoints.map((e) => [e.name, e.isInference])));
  const all = [...known].flatMap(([name, isInference]) => [
    ...quantileSeries(sides, name, isInference),
    meanSeries(sides, name, isInference),
  ]);
  return [...all, overall(sides)].filter(isMeasured);
};
