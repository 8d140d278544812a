// The end-of-test summary as text, in k6's manner: thresholds, checks, then metrics by section.

import { builtInMetrics } from "../metrics/built-in-metrics.ts";
import type { TimeUnit } from "../options/run-options.ts";
import type { ThresholdResult } from "../thresholds/threshold-set.ts";
import { formatNumber, formatShare, formatTime } from "./k6-format.ts";
import { alignRows, type Row, rowOf } from "./metric-line.ts";
import type { SummaryCheck, SummaryData, SummaryGroup, SummaryMetric } from "./summary-data.ts";

/** How marks are coloured; identity functions give plain text. */
export interface SummaryPaint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

export interface SummaryTextInput {
  readonly data: SummaryData;
  readonly thresholds: readonly ThresholdResult[];
  readonly timeUnit: TimeUnit;
  /** `full` shows every built-in metric; `compact` the main ones and those with thresholds. */
  readonly mode: "compact" | "full";
  readonly paint: SummaryPaint;
}

const COMPACT = new Set(["http_req_duration", "http_req_failed", "http_reqs", "iteration_duration", "iterations"]);
const SECTIONS = ["CUSTOM", "HTTP", "EXECUTION", "NETWORK", "WEBSOCKET"] as const;
type Section = (typeof SECTIONS)[number];

const nameOf = (key: string): string => key.split("{", 1)[0] ?? key;

const sectionOf = (key: string): Section | undefined => {
  const name = nameOf(key);
  if (name === "checks") return undefined;
  if (name.startsWith("http_req")) return "HTTP";
  if (name.startsWith("ws_") && builtInMetrics.has(name)) return "WEBSOCKET";
  if (name === "data_sent" || name === "data_received") return "NETWORK";
  const execution = ["iterations", "iteration_duration", "dropped_iterations", "vus", "vus_max", "group_duration"];
  return execution.includes(name) ? "EXECUTION" : "CUSTOM";
};

const isShown = (key: string, { mode, thresholds }: SummaryTextInput): boolean =>
  mode === "full" ||
  sectionOf(key) === "CUSTOM" ||
  sectionOf(key) === "NETWORK" ||
  sectionOf(key) === "WEBSOCKET" ||
  COMPACT.has(nameOf(key)) ||
  ["vus", "vus_max", "dropped_iterations"].includes(nameOf(key)) ||
  thresholds.some((t) => nameOf(t.metric) === nameOf(key));

const actualText = (t: ThresholdResult, metric: SummaryMetric | undefined, unit: TimeUnit): string => {
  if (t.actual === null) return "no data";
  if (metric?.type === "rate") return `${t.statistic}=${formatShare(t.actual)}`;
  if (metric?.type === "counter" && t.statistic === "rate") return `rate=${formatNumber(t.actual)}/s`;
  return `${t.statistic}=${metric?.contains === "time" ? formatTime(t.actual, unit) : formatNumber(t.actual)}`;
};

const thresholdLines = ({ data, thresholds, timeUnit, paint }: SummaryTextInput): readonly string[] => {
  if (thresholds.length === 0) return [];
  const keys = [...new Set(thresholds.map((t) => t.metric))].sort();
  const blocks = keys.map((key) => [
    `    ${key}`,
    ...thresholds
      .filter((t) => t.metric === key)
      .map((t) => {
        const mark = t.verdict === "pass" ? paint.good("✓") : paint.bad("✗");
        return `    ${mark} '${t.expression}' ${actualText(t, data.metrics[key], timeUnit)}`;
      }),
    "",
  ]);
  return ["  █ THRESHOLDS", "", ...blocks.flat(), ""];
};

const allChecks = (group: SummaryGroup): readonly SummaryCheck[] => [
  ...group.checks,
  ...group.groups.flatMap((child) => allChecks(child)),
];

const checkLines = ({ data, paint }: SummaryTextInput): readonly string[] => {
  const checks = data.metrics.checks;
  if (checks === undefined) return [];
  const { passes = 0, fails = 0, rate = 0 } = checks.values;
  const total = passes + fails;
  const perSecond = formatNumber((total * 1000) / Math.max(1e-9, data.state.testRunDurationMs));
  const [succeeded, failed] = [formatShare(rate), formatShare(total === 0 ? 0 : fails / total)];
  const width = Math.max(...[String(total), succeeded, failed].map((text) => text.length));
  const head = [
    `    checks_total.......: ${String(total).padEnd(width)} ${perSecond}/s`,
    `    checks_succeeded...: ${succeeded.padEnd(width)} ${passes} out of ${total}`,
    `    checks_failed......: ${failed.padEnd(width)} ${fails} out of ${total}`,
    "",
  ];
  const each = allChecks(data.root_group).flatMap((check) => {
    if (check.fails === 0) return [`    ${paint.good("✓")} ${check.name}`];
    const share = Math.trunc((100 * check.passes) / (check.passes + check.fails));
    return [
      `    ${paint.bad("✗")} ${check.name}`,
      `      ↳  ${share}% — ${paint.good("✓")} ${check.passes} / ${paint.bad("✗")} ${check.fails}`,
    ];
  });
  return each.length === 0 ? head : [...head, ...each, ""];
};

const metricLines = (input: SummaryTextInput): readonly string[] => {
  // Sub-metrics stand under their metric, whatever else begins with its name.
  const shown = Object.entries(input.data.metrics)
    .filter(([key]) => isShown(key, input))
    .sort(([a], [b]) => (nameOf(a) === nameOf(b) ? 0 : nameOf(a) < nameOf(b) ? -1 : 1));
  const rows = shown.map(([key, metric]): readonly [string, Row] => [key, rowOf(key, metric, input.timeUnit)]);
  const lines = alignRows(rows.filter(([key]) => sectionOf(key) !== undefined).map(([, row]) => row));
  return SECTIONS.flatMap((section) => {
    const own = rows.filter(([key]) => sectionOf(key) === section).map(([, row]) => `    ${lines.get(row) ?? ""}`);
    return own.length === 0 ? [] : [`    ${section}`, ...own, ""];
  });
};

export const summaryText = (input: SummaryTextInput): string =>
  ["", ...thresholdLines(input), "  █ TOTAL RESULTS", "", ...checkLines(input), ...metricLines(input), ""].join("\n");
