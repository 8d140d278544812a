// How an objective and its measured value are put into words.

import { builtInMetric } from "../../lib/core/metrics/endpoint-metrics.ts";
import { valueText } from "../../lib/core/metrics/unit.ts";
import type { Criterion } from "../../lib/core/recording.ts";

const bounds: Readonly<Record<Criterion["bound"], string>> = {
  "at-most": "at most",
  below: "below",
  "at-least": "at least",
  above: "above",
  equal: "equal to",
  "not-equal": "other than",
};

/** A value in the criterion's unit: 143 ms, 0.2 %, 30.5/s. */
const inUnit = ({ metric, unit }: Criterion, value: number | null): string =>
  valueText(builtInMetric(metric)?.unit ?? unit ?? "number", value);

/** What was measured, with its unit. */
export const actualText = (criterion: Criterion): string => inUnit(criterion, criterion.actual);

/** `p95`; of a script's own metric `checkout p95`, of its threshold the threshold. */
export const metricName = ({ metric, text }: Criterion): string =>
  text ?? builtInMetric(metric)?.name ?? metric.replace(/\.([a-z0-9]+)$/, " $1");

/** "p95 143 ms"; "http_req_duration: p(95)<200 is 143 ms" */
export const measureOf = (criterion: Criterion): string =>
  `${metricName(criterion)} ${criterion.text === null ? "" : "is "}${actualText(criterion)}`;

/** "below 200 ms" */
export const ruleText = (criterion: Criterion): string =>
  `${bounds[criterion.bound]} ${inUnit(criterion, criterion.limit)}`;

/** "p95 below 200 ms"; a threshold says it itself. */
export const objectiveText = (criterion: Criterion): string =>
  criterion.text ?? `${metricName(criterion)} ${ruleText(criterion)}`;
