// How an objective and its measured value are put into words.

import { formatCount, formatMs, formatPercent, formatRate, NOT_MEASURED } from "../../lib/core/format.ts";
import type { Criterion } from "../../lib/core/recording.ts";

type Metric = Criterion["metric"];

const names: Readonly<Record<string, string>> = {
  p95Ms: "p95",
  p99Ms: "p99",
  meanMs: "mean",
  failedFraction: "failures",
  wrongFraction: "wrong answers",
  count: "requests",
  ratePerSec: "throughput",
};

const bounds: Readonly<Record<Criterion["bound"], string>> = {
  "at-most": "at most",
  below: "below",
  "at-least": "at least",
  above: "above",
  equal: "equal to",
  "not-equal": "other than",
};

/** A value of a metric with its unit: 143 ms, 0.2 %, 30.5/s. */
export function valueText(metric: Metric, value: number | null): string {
  if (value === null) return NOT_MEASURED;
  switch (metric) {
    case "p95Ms":
    case "p99Ms":
    case "meanMs":
      return `${formatMs(value)} ms`;
    case "failedFraction":
    case "wrongFraction":
      return formatPercent(value);
    case "count":
      return formatCount(value);
    case "ratePerSec":
      return `${formatRate(value)}/s`;
    default:
      return formatMs(value);
  }
}

export const metricName = ({ metric }: Criterion): string => names[metric] ?? metric;

/** "p95 143 ms" */
export const measureOf = (criterion: Criterion): string =>
  `${metricName(criterion)} ${valueText(criterion.metric, criterion.actual)}`;

/** "below 200 ms" */
export const ruleText = (criterion: Criterion): string =>
  `${bounds[criterion.bound]} ${valueText(criterion.metric, criterion.limit)}`;

/** "p95 below 200 ms" */
export const objectiveText = (criterion: Criterion): string => `${metricName(criterion)} ${ruleText(criterion)}`;
