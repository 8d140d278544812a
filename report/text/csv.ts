// The results table as CSV (RFC 4180), with the guide's columns, units in the header and empty cells for what was not
// measured. A script's own metrics have a row a figure, in columns that are there only when it has any.

import { endpointMetrics } from "../../lib/core/metrics/endpoint-metrics.ts";
import type { ReportModel } from "../model/model.ts";
import { partsOf } from "../model/parts.ts";

const figures = endpointMetrics.flatMap(({ key, csv }) => (csv === undefined ? [] : [{ key, csv }]));
const header = ["endpoint", "method", ...figures.map(({ csv }) => csv)];
const ownHeader = ["own_metric", "figure", "value", "unit"];

type Row = readonly (string | number)[];

export function renderCsv(model: ReportModel): string {
  const { endpoints, figures: all } = partsOf(model);
  const metrics = all?.metrics ?? [];
  const rows: Row[] = endpoints.map((e) => [
    cell(e.title),
    cell(e.method),
    ...figures.map(({ key }) => e.figures[key] ?? ""),
  ]);
  const own: Row[] = metrics.flatMap((m) =>
    m.figures.map(({ word, value, unit }) => [cell(m.name), cell(word), value ?? "", cell(unit)]),
  );
  const blank = (cells: number): Row => Array.from({ length: cells }, () => "");
  const table =
    own.length === 0
      ? [header, ...rows]
      : [
          [...header, ...ownHeader],
          ...rows.map((row) => [...row, ...blank(ownHeader.length)]),
          ...own.map((row) => [...blank(header.length), ...row]),
        ];
  return table.map((row) => `${row.join(",")}\r\n`).join("");
}

/** Quoted text; what a spreadsheet would run as a formula gets an apostrophe before it. */
const cell = (text: string): string => {
  const plain = text.replace(/[\r\n\0]+/g, " ");
  const inert = /^\s*[=+\-@\t]/.test(plain) ? `'${plain}` : plain;
  return `"${inert.replace(/"/g, '""')}"`;
};
