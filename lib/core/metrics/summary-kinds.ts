// What a script's own metrics are, from k6's end-of-test summary: with its types, or in the older form of
// `--summary-export` by the figures of each, which has no word on whether a trend's values are times.

import { isRecord } from "../json.ts";
import { isOwnMetric, type MetricKind, type MetricType } from "./engine-metrics.ts";

const types: readonly string[] = ["trend", "rate", "counter", "gauge"] satisfies MetricType[];
const isType = (x: unknown): x is MetricType => typeof x === "string" && types.includes(x);

const byFigures = (figures: Readonly<Record<string, unknown>>): MetricType => {
  if ("passes" in figures) return "rate";
  if ("count" in figures && "rate" in figures) return "counter";
  return "value" in figures ? "gauge" : "trend";
};

/** The kinds of own metrics by name; sub-metrics are left out, as is everything that is no summary. */
export function kindsInSummary(summary: unknown): ReadonlyMap<string, MetricKind> {
  const metrics = isRecord(summary) && isRecord(summary.metrics) ? summary.metrics : {};
  return new Map(
    Object.entries(metrics).flatMap(([name, entry]): [string, MetricKind][] => {
      if (!isOwnMetric(name) || name.includes("{") || !isRecord(entry)) return [];
      return [[name, { type: isType(entry.type) ? entry.type : byFigures(entry), time: entry.contains === "time" }]];
    }),
  );
}
