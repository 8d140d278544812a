// The statistics a metric can be asked for, by k6's names: count, rate, value, avg, min, med, max and p(x).

import type { MetricType, Sink } from "./sink.ts";

type Kind = "count" | "rate" | "value" | "avg" | "min" | "med" | "max" | "p(x)";

export interface Statistic {
  readonly kind: Kind;
  /** As k6 writes it: `p(95)`, `avg`. */
  readonly name: string;
  /** Times in ms, rates per second or as a share; undefined when the sink holds nothing to say. */
  of(sink: Sink, elapsedMs: number): number | undefined;
}

/** What thresholds may ask of each type. */
export const statisticsOf: Readonly<Record<MetricType, readonly Kind[]>> = {
  counter: ["count", "rate"],
  gauge: ["value"],
  rate: ["rate"],
  trend: ["avg", "min", "med", "max", "p(x)"],
};

const trendQuantile = (sink: Sink, q: number): number | undefined =>
  sink.type === "trend" ? sink.sketch.quantile(q) : undefined;

const extreme = (sink: Sink, which: "min" | "max"): number | undefined => {
  if (sink.samples === 0) return undefined;
  if (sink.type === "gauge") return sink[which];
  return sink.type === "trend" ? sink.sketch[which] : undefined;
};

const rate = (sink: Sink, elapsedMs: number): number | undefined => {
  if (sink.type === "counter") return elapsedMs > 0 ? (sink.total * 1000) / elapsedMs : 0;
  return sink.type === "rate" && sink.samples > 0 ? sink.trues / sink.samples : undefined;
};

const named: Readonly<Record<Exclude<Kind, "p(x)">, Statistic["of"]>> = {
  count: (sink) => (sink.type === "counter" ? sink.total : sink.samples),
  rate,
  value: (sink) => (sink.type === "gauge" && sink.samples > 0 ? sink.value : undefined),
  avg: (sink) => (sink.type === "trend" && sink.samples > 0 ? sink.sketch.sum / sink.samples : undefined),
  min: (sink) => extreme(sink, "min"),
  med: (sink) => trendQuantile(sink, 0.5),
  max: (sink) => extreme(sink, "max"),
};

const PERCENTILE = /^p\(\s*(\d+\.?\d*|\.\d+)\s*\)$/;

const isNamed = (name: string): name is Exclude<Kind, "p(x)"> => Object.hasOwn(named, name);

/** The statistic of this name; undefined when k6 has none (percentiles run from 0 to 100). */
export function readStatistic(name: string): Statistic | undefined {
  if (isNamed(name)) return { kind: name, name, of: named[name] };
  const percent = Number(PERCENTILE.exec(name)?.[1] ?? Number.NaN);
  if (!(percent >= 0 && percent <= 100)) return undefined;
  return { kind: "p(x)", name, of: (sink) => trendQuantile(sink, percent / 100) };
}
