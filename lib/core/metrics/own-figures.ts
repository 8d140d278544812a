// The figures of a script's own metrics, by type, in the same form as the built-in ones: what can be demanded,
// compared, drawn and kept in the history.

import type { OwnMetric } from "../recording.ts";
import type { MetricKind } from "./engine-metrics.ts";
import { type Metric, usual } from "./metric.ts";
import type { Unit } from "./unit.ts";

export interface OwnFigure extends Metric {
  /** The metric it is a figure of. */
  readonly metric: string;
  /** Its value; null when it was not measured. @param durationMs length of the measured phase */
  readonly of: (metric: OwnMetric, durationMs: number) => number | null;
  /** Its name in the history. */
  readonly history: string;
  /** Whether a comparison has a row of it, and a page of trends a drawing. */
  readonly compared: boolean;
}

interface Statistic {
  readonly word: string;
  readonly unit: Unit | "values";
  readonly betterWhen: Metric["betterWhen"];
  readonly of: OwnFigure["of"];
  readonly compared?: boolean;
  readonly quantile?: number;
  readonly floor?: number;
  readonly runSd?: number;
}

/** `values`: ms when the metric's values are times, else a plain number. */
const statistics: Readonly<Record<MetricKind["type"], readonly Statistic[]>> = {
  trend: [
    { word: "mean", unit: "values", betterWhen: "lower", of: (m) => (m.n === 0 ? null : m.sum / m.n), compared: true },
    { word: "min", unit: "values", betterWhen: "lower", of: (m) => m.min },
    { word: "max", unit: "values", betterWhen: "lower", of: (m) => m.max },
    { word: "p50", unit: "values", betterWhen: "lower", of: (m) => m.p50, compared: true, quantile: 0.5 },
    {
      word: "p95",
      unit: "values",
      betterWhen: "lower",
      of: (m) => m.p95,
      compared: true,
      quantile: 0.95,
      runSd: 0.085,
    },
    {
      ...{ word: "p99", unit: "values", betterWhen: "lower", of: (m: OwnMetric) => m.p99, compared: true },
      ...{ quantile: 0.99, floor: 0.1, runSd: 0.11 },
    },
  ],
  rate: [{ word: "rate", unit: "fraction", betterWhen: "higher", of: (m) => (m.n === 0 ? null : m.sum / m.n) }],
  counter: [
    { word: "count", unit: "count", betterWhen: "higher", of: (m) => m.sum },
    {
      word: "rate",
      unit: "per second",
      betterWhen: "higher",
      of: (m, durationMs) => (durationMs > 0 ? (m.sum * 1000) / durationMs : null),
      compared: true,
    },
  ],
  gauge: [{ word: "value", unit: "number", betterWhen: "higher", of: (m) => m.last, compared: true }],
};

/** The figures of a metric, from what is known of it before any sample. */
export const figuresOf = ({ name, type, time }: Pick<OwnMetric, "name" | "type" | "time">): readonly OwnFigure[] =>
  statistics[type].map(({ word, unit, ...known }) => ({
    ...usual,
    compared: false,
    ...known,
    metric: name,
    key: `${name}.${word}`,
    word,
    name: `${name} ${word}`,
    unit: unit !== "values" ? unit : time ? "ms" : "number",
    history: `${name}.${word}${unit === "values" && time ? "_ms" : ""}`,
  }));

/** What a line of the history with this name is, when it is a figure of an own metric that a page of trends draws. */
export function ownDrawing(history: string): Pick<OwnFigure, "name" | "unit"> | undefined {
  const name = metricOfKey(history.replace(/_ms$/, ""));
  if (name === undefined) return undefined;
  const kinds = (["trend", "rate", "counter", "gauge"] as const).flatMap((type) => [
    { name, type, time: true },
    { name, type, time: false },
  ]);
  return kinds.flatMap(figuresOf).find((f) => f.history === history && (f.compared || f.unit === "fraction"));
}

/** The name of the own metric behind a figure's key; undefined when the key is no such figure's. */
export const metricOfKey = (key: string): string | undefined => /^(.+)\.[a-z0-9]+$/.exec(key)?.[1];
