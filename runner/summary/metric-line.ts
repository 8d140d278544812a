// The metric lines of the end-of-test summary: names filled up with dots, values in columns.

import type { TimeUnit } from "../options/run-options.ts";
import { formatBytes, formatNumber, formatShare, formatTime } from "./k6-format.ts";
import type { SummaryMetric } from "./summary-data.ts";

/** A metric's key and its value in columns; trends have one column per statistic. */
export interface Row {
  readonly label: string;
  readonly trend: boolean;
  readonly columns: readonly string[];
}

const show = (value: number, contains: string, unit: TimeUnit): string => {
  if (contains === "time") return formatTime(value, unit);
  return contains === "data" ? formatBytes(value) : formatNumber(value);
};

const columnsOf = ({ type, contains, values }: SummaryMetric, unit: TimeUnit): readonly string[] => {
  const get = (name: string): number => values[name] ?? 0;
  switch (type) {
    case "counter":
      return [show(get("count"), contains, unit), `${show(get("rate"), contains === "time" ? "" : contains, unit)}/s`];
    case "gauge":
      return [
        show(get("value"), contains, unit),
        `min=${show(get("min"), contains, unit)}`,
        `max=${show(get("max"), contains, unit)}`,
      ];
    case "rate":
      return [formatShare(get("rate")), `${get("passes")} out of ${get("passes") + get("fails")}`];
    case "trend":
      return Object.entries(values).map(
        ([stat, value]) => `${stat}=${stat === "count" ? String(value) : show(value, contains, unit)}`,
      );
  }
};

/** `http_req_duration`, or `  { expected_response:true }` for a sub-metric. */
const labelOf = (key: string): string => {
  const open = key.indexOf("{");
  return open < 0 ? key : `  { ${key.slice(open + 1, -1).trim()} }`;
};

export const rowOf = (key: string, metric: SummaryMetric, unit: TimeUnit): Row => ({
  label: labelOf(key),
  trend: metric.type === "trend",
  columns: columnsOf(metric, unit),
});

/** All rows of all sections, aligned with each other; trends and other metrics have columns of their own. */
export function alignRows(rows: readonly Row[]): ReadonlyMap<Row, string> {
  const labelWidth = Math.max(0, ...rows.map((row) => row.label.length)) + 3;
  const widthOf = (trend: boolean, column: number): number =>
    Math.max(0, ...rows.filter((row) => row.trend === trend).map((row) => row.columns[column]?.length ?? 0));
  return new Map(
    rows.map((row) => {
      const cells = row.columns.map((cell, i) =>
        row.trend || i < row.columns.length - 1 ? cell.padEnd(widthOf(row.trend, i)) : cell,
      );
      return [row, `${row.label.padEnd(labelWidth, ".")}: ${cells.join(" ")}`];
    }),
  );
}
