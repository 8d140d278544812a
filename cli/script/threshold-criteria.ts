// A script's thresholds, judged, in the words of a recording's objectives.

import { figuresOf } from "../../lib/core/metrics/own-figures.ts";
import type { Criterion } from "../../lib/core/recording.ts";
import type { DeclaredMetric } from "../../runner/inspect.ts";
import { builtInMetrics } from "../../runner/metrics/built-in-metrics.ts";
import { parseMetricKey } from "../../runner/metrics/metric-key.ts";
import type { Operator } from "../../runner/thresholds/expression.ts";
import type { ThresholdResult } from "../../runner/thresholds/threshold-set.ts";

const bounds: Readonly<Record<Operator, Criterion["bound"]>> = {
  "<": "below",
  "<=": "at-most",
  ">": "above",
  ">=": "at-least",
  "==": "equal",
  "===": "equal",
  "!=": "not-equal",
};

const words: Readonly<Record<string, string>> = { avg: "mean", med: "p50" };

/** k6's `avg`, `med` and `p(95)` as a recording names them. */
const wordOf = (statistic: string): string => words[statistic] ?? statistic.replace(/^p\(\s*(.+?)\s*\)$/, "p$1");

/** What a metric is, k6's own or the script's. */
function kindOf(name: string, metrics: readonly DeclaredMetric[]): Parameters<typeof figuresOf>[0] | undefined {
  const [type, contains] = builtInMetrics.get(name) ?? [];
  if (type !== undefined) return { name, type, time: contains === "time" };
  const own = metrics.find((metric) => metric.name === name);
  return own === undefined ? undefined : { name, type: own.type, time: own.isTime };
}

/** The unit of a figure; a percentile that has no figure of its own is in the unit of the mean. */
function unitOf(name: string, word: string, metrics: readonly DeclaredMetric[]): Criterion["unit"] {
  const kind = kindOf(name, metrics);
  const figures = kind === undefined ? [] : figuresOf(kind);
  return (figures.find((figure) => figure.word === word) ?? figures[0])?.unit;
}

export function thresholdCriterion(result: ThresholdResult, metrics: readonly DeclaredMetric[]): Criterion {
  const word = wordOf(result.statistic);
  const unit = unitOf(parseMetricKey(result.metric)?.metric ?? "", word, metrics);
  return {
    // A threshold is about a metric, whichever endpoints' requests that is of.
    endpoint: "total",
    metric: `${result.metric}.${word}`,
    bound: bounds[result.operator],
    limit: result.limit,
    actual: result.actual,
    verdict: result.verdict,
    text: `${result.metric}: ${result.expression}`,
    ...(unit === undefined ? {} : { unit }),
  };
}
