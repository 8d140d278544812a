// The results table, with the columns of the guide's template, and the totals under it.

import { formatCount, formatDuration, formatMs, formatPercent, formatRate } from "../../../lib/core/format.ts";
import { columns } from "../../../lib/core/metrics/endpoint-metrics.ts";
import { units } from "../../../lib/core/metrics/unit.ts";
import type { EndpointRow, ReportModel, Totals } from "../../model/model.ts";
import { partsOf } from "../../model/parts.ts";
import { type Html, html } from "../html.ts";
import { dataTable } from "./data-table.ts";

export function endpointsSection(model: ReportModel): Html | "" {
  const { endpoints, figures } = partsOf(model);
  return endpoints.length === 0
    ? ""
    : html`<section aria-labelledby="results-h"><h2 id="results-h">Results</h2>
${dataTable(
  "Results per endpoint",
  [
    { name: "Endpoint" },
    { name: "Method", plain: true },
    ...columns.map(({ column, unit }) => ({
      name: column,
      ...(units[unit].head === "" ? {} : { unit: units[unit].head }),
    })),
  ],
  endpoints.map(cells),
)}
${notes(endpoints)}${figures !== null && totalsLine(figures.totals)}</section>`;
}

const cells = (row: EndpointRow): readonly (string | Html)[] => [
  html`<span class="name">${row.title}</span>`,
  row.method,
  ...columns.map(({ key, unit }) => {
    const text = units[unit].cell(row.figures[key] ?? null);
    return key === "failedFraction" ? html`<span class="${row.failed > 0 ? "bad-text" : ""}">${text}</span>` : text;
  }),
];

const notes = (rows: readonly EndpointRow[]): Html | "" => {
  const noted = rows.filter((row) => row.note !== "");
  return noted.length === 0
    ? ""
    : html`<ul class="notes">${noted.map((row) => html`<li>n/a for ${row.title}: ${row.note}.</li>`)}</ul>`;
};

const totalsLine = (t: Totals): Html => html`<dl class="totals">
<div><dt>Throughput</dt><dd>${formatRate(t.ratePerSec)} <small>requests/s</small></dd></div>
${
  t.item === null
    ? ""
    : html`<div><dt>${t.item[0]?.toUpperCase()}${t.item.slice(1)}s</dt><dd>${formatRate(t.itemsPerSec)} <small>per second</small></dd></div>
`
}<div><dt>Requests</dt><dd>${formatCount(t.requests)} <small>in ${formatDuration(t.durationMs)}</small></dd></div>
<div><dt>Failures</dt><dd>${formatCount(t.failed)} <small>${formatPercent(t.requests === 0 ? null : t.failed / t.requests)}</small></dd></div>
${
  t.cost === null
    ? ""
    : html`<div><dt>Cost</dt><dd>${formatMs(t.cost.cpuPerThousand)} <small>CPU s per ${formatCount(1000)}</small></dd></div>
`
}</dl>${t.cost === null ? "" : html`<p class="notes">Cost: ${t.cost.text}.</p>`}`;
