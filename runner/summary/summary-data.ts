// What handleSummary receives, in k6's shape: groups and checks as a tree, metrics with the statistics asked for, the
// thresholds' verdicts.

import { createHash } from "node:crypto";
import type { CheckCounts } from "../metrics/check-tally.ts";
import type { Metric, MetricStore } from "../metrics/metric-store.ts";
import type { MetricType, Sink } from "../metrics/sink.ts";
import { readStatistic } from "../metrics/statistic.ts";
import type { ThresholdResult } from "../thresholds/threshold-set.ts";

export interface SummaryCheck {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly passes: number;
  readonly fails: number;
}

export interface SummaryGroup {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly groups: readonly SummaryGroup[];
  readonly checks: readonly SummaryCheck[];
}

export interface SummaryMetric {
  readonly type: MetricType;
  readonly contains: string;
  /** Times in ms, rates per second; a trend has exactly the statistics of `summaryTrendStats`. */
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

export interface SummaryData {
  readonly root_group: SummaryGroup;
  readonly options: {
    readonly summaryTrendStats: readonly string[];
    readonly summaryTimeUnit: string;
    readonly noColor: boolean;
  };
  readonly state: {
    readonly isStdOutTTY: boolean;
    readonly isStdErrTTY: boolean;
    readonly testRunDurationMs: number;
  };
  readonly metrics: Readonly<Record<string, SummaryMetric>>;
  readonly setup_data?: unknown;
}

export interface SummaryInput {
  readonly store: MetricStore;
  readonly checks: CheckCounts;
  readonly thresholds: readonly ThresholdResult[];
  readonly trendStats: readonly string[];
  readonly timeUnit: string;
  readonly terminal: { readonly stdout: boolean; readonly stderr: boolean; readonly colour: boolean };
  /** From the start of setup to the end of teardown. */
  readonly durationMs: number;
  readonly setupData: unknown;
}

const idOf = (path: string): string => createHash("md5").update(path).digest("hex");

interface Node {
  readonly path: string;
  readonly groups: Map<string, Node>;
}

const toGroup = (name: string, node: Node, counts: CheckCounts): SummaryGroup => ({
  name,
  path: node.path,
  id: idOf(node.path),
  groups: [...node.groups].map(([child, below]) => toGroup(child, below, counts)),
  checks: [...(counts.get(node.path) ?? [])].map(([check, count]) => {
    const path = `${node.path}::${check}`;
    return { name: check, path, id: idOf(path), ...count };
  }),
});

/** The tree of groups; setup's and teardown's are in it when they checked something. */
function groupTree(counts: CheckCounts): SummaryGroup {
  const root: Node = { path: "", groups: new Map() };
  for (const path of counts.keys()) {
    let node = root;
    for (const name of path.split("::").slice(1)) {
      const child = node.groups.get(name) ?? { path: `${node.path}::${name}`, groups: new Map() };
      node.groups.set(name, child);
      node = child;
    }
  }
  return toGroup("", root, counts);
}

/** A trend without samples has 0 everywhere in k6's summary; its thresholds say "no data" all the same. */
function summaryValues(sink: Sink, trendStats: readonly string[], durationMs: number): Record<string, number> {
  switch (sink.type) {
    case "counter":
      return { count: sink.total, rate: durationMs > 0 ? (sink.total * 1000) / durationMs : 0 };
    case "gauge":
      return sink.samples === 0 ? { value: 0, min: 0, max: 0 } : { value: sink.value, min: sink.min, max: sink.max };
    case "rate":
      return {
        rate: sink.samples === 0 ? 0 : sink.trues / sink.samples,
        passes: sink.trues,
        fails: sink.samples - sink.trues,
      };
    case "trend":
      return Object.fromEntries(trendStats.map((stat) => [stat, readStatistic(stat)?.of(sink, durationMs) ?? 0]));
  }
}

const keysOf = function* (metric: Metric): Generator<readonly [string, Sink]> {
  yield [metric.name, metric.sink];
  for (const sub of metric.submetrics) yield [sub.key, sub.sink];
};

export function summaryData(input: SummaryInput): SummaryData {
  const metrics: Record<string, SummaryMetric> = {};
  const named = new Set(input.thresholds.map((t) => t.metric));
  for (const metric of input.store.metrics) {
    for (const [key, sink] of keysOf(metric)) {
      const asked = named.has(key) || (key.includes("{") && key !== "http_req_duration{expected_response:true}");
      if (sink.samples === 0 && !asked) continue;
      const own = input.thresholds.filter((t) => t.metric === key);
      metrics[key] = {
        type: metric.type,
        contains: metric.contains,
        values: summaryValues(sink, input.trendStats, input.durationMs),
        ...(own.length > 0 && {
          thresholds: Object.fromEntries(own.map((t) => [t.expression, { ok: t.verdict === "pass" }])),
        }),
      };
    }
  }
  return {
    root_group: groupTree(input.checks),
    options: {
      summaryTrendStats: input.trendStats,
      summaryTimeUnit: input.timeUnit,
      noColor: !input.terminal.colour,
    },
    state: {
      isStdOutTTY: input.terminal.stdout,
      isStdErrTTY: input.terminal.stderr,
      testRunDurationMs: input.durationMs,
    },
    metrics: Object.fromEntries(Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(input.setupData !== undefined && { setup_data: input.setupData }),
  };
}
