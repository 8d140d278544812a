// What the script measured by itself.

import type { ReportModel } from "../../model/model.ts";
import { ownMetricTable } from "../../model/own-metric-table.ts";
import { type Html, html } from "../html.ts";
import { dataTable } from "./data-table.ts";

export function ownMetricsSection({ metrics }: ReportModel): Html | "" {
  if (metrics.length === 0) return "";
  const { head, rows } = ownMetricTable(metrics);
  return html`<section aria-labelledby="own-h"><h2 id="own-h">The script's own metrics</h2>
${dataTable(
  "The script's own metrics",
  head.map((name, i) => ({ name, plain: i === 1 })),
  rows.map(([name = "", ...cells]) => [html`<span class="name">${name}</span>`, ...cells]),
)}</section>`;
}
