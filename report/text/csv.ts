// The results table as CSV (RFC 4180), with the guide's columns, units in the header and empty cells for what was not
// measured.

import type { ReportModel } from "../model/model.ts";

const header = [
  "endpoint",
  "method",
  "count",
  "mean_ms",
  "min_ms",
  "max_ms",
  "p50_ms",
  "p95_ms",
  "p99_ms",
  "fail_fraction",
  "rate_per_sec",
];

export const renderCsv = (model: ReportModel): string =>
  [
    header,
    ...model.endpoints.map((e) => [
      cell(e.title),
      cell(e.method),
      e.count,
      ...[e.mean, e.min, e.max, e.p50, e.p95, e.p99].map((x) => x ?? ""),
      e.count === 0 ? "" : e.failed / e.count,
      e.ratePerSec,
    ]),
  ]
    .map((row) => `${row.join(",")}\r\n`)
    .join("");

/** Quoted text; what a spreadsheet would run as a formula gets an apostrophe before it. */
const cell = (text: string): string => {
  const plain = text.replace(/[\r\n\0]+/g, " ");
  const inert = /^\s*[=+\-@\t]/.test(plain) ? `'${plain}` : plain;
  return `"${inert.replace(/"/g, '""')}"`;
};
