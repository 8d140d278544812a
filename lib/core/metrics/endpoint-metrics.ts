// The metrics of an endpoint, each once: where a value comes from, its unit and direction, what changes of it matter,
// and where it is shown. Tables, objectives, comparison, history, CSV and charts loop over these.

import type { EndpointRecord } from "../recording.ts";
import { type Metric, usual } from "./metric.ts";
import { runMetrics } from "./run-metrics.ts";

export interface EndpointMetric extends Metric {
  /** Its value; null when it was not measured, or the sample cannot carry it. */
  readonly of: (endpoint: EndpointRecord) => number | null;
  /** Its value over all endpoints together; absent where that means nothing. */
  readonly total?: (endpoints: readonly EndpointRecord[]) => number | null;
  /** Its head in results tables, where it has a column. */
  readonly column?: string;
  /** Its column in CSV. */
  readonly csv?: string;
  /** Its name in the history. */
  readonly history?: string;
  /** Whether a page of trends draws it. */
  readonly drawn?: boolean;
  /** Whether a comparison has a row of it for each endpoint. */
  readonly compared?: boolean;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const latency = (key: string, word: string, of: EndpointMetric["of"]): EndpointMetric => ({
  ...usual,
  key,
  word,
  name: word,
  unit: "ms",
  betterWhen: "lower",
  of,
  column: `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  csv: `${word}_ms`,
});

/** In the order of a table's columns. */
export const endpointMetrics: readonly EndpointMetric[] = [
  {
    ...usual,
    key: "count",
    word: "requests",
    name: "requests",
    unit: "count",
    betterWhen: "higher",
    of: (e) => e.count,
    column: "Count",
    csv: "count",
  },
  { ...latency("meanMs", "mean", (e) => e.latencyMs.mean), history: "mean_ms", compared: true },
  latency("minMs", "min", (e) => e.latencyMs.min),
  latency("maxMs", "max", (e) => e.latencyMs.max),
  {
    ...latency("p50Ms", "p50", (e) => e.latencyMs.p50),
    quantile: 0.5,
    history: "p50_ms",
    drawn: true,
    compared: true,
  },
  {
    ...latency("p95Ms", "p95", (e) => e.latencyMs.p95),
    quantile: 0.95,
    runSd: 0.085,
    history: "p95_ms",
    drawn: true,
    compared: true,
  },
  {
    ...latency("p99Ms", "p99", (e) => e.latencyMs.p99),
    quantile: 0.99,
    floor: 0.1,
    runSd: 0.11,
    history: "p99_ms",
    drawn: true,
    compared: true,
  },
  {
    ...usual,
    key: "failedFraction",
    word: "failed",
    name: "failures",
    unit: "fraction",
    betterWhen: "lower",
    of: (e) => share(e.failed, e.count),
    column: "Fail",
    csv: "fail_fraction",
    history: "failed_fraction",
  },
  {
    ...usual,
    key: "wrongFraction",
    word: "wrong",
    name: "wrong answers",
    unit: "fraction",
    betterWhen: "lower",
    of: (e) => share(e.answers.mismatched, e.answers.checked),
  },
  {
    ...usual,
    key: "ratePerSec",
    word: "requests/s",
    name: "throughput",
    unit: "per second",
    betterWhen: "higher",
    of: (e) => e.ratePerSec,
    total: (all) => (all.length === 0 ? null : all.reduce((sum, e) => sum + e.ratePerSec, 0)),
    csv: "rate_per_sec",
    history: "rate_per_sec",
    drawn: true,
  },
];

/** What only a comparison measures. */
const comparedOnly: readonly Metric[] = [
  {
    ...usual,
    key: "achievedFraction",
    word: "achieved",
    name: "achieved share",
    unit: "fraction",
    betterWhen: "higher",
    floor: 0.01,
  },
  // Smaller than under load: no queue multiplies it, and 1 % can be seen.
  { ...usual, key: "restMs", word: "rest", name: "latency", unit: "ms", betterWhen: "lower", floor: 0.03 },
];

const byKey: ReadonlyMap<string, Metric> = new Map(
  [...endpointMetrics, ...runMetrics, ...comparedOnly].map((m) => [m.key, m]),
);

/** A built-in metric by its key; undefined for a script's own. */
export const builtInMetric = (key: string): Metric | undefined => byKey.get(key);

export const columns: readonly (EndpointMetric & { readonly column: string })[] = endpointMetrics.flatMap((m) =>
  m.column === undefined ? [] : [{ ...m, column: m.column }],
);
