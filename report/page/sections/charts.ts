// The frames of the charts over time and of the latency distribution. The page's script draws into them; a table of
// the same numbers stands under each for whoever cannot see it, and for paper.

import { formatMs, formatRate } from "../../../lib/core/format.ts";
import { samplesNeeded } from "../../../lib/core/quantile.ts";
import type { ChartData, OwnSeries, Percentile } from "../../model/chart-data.ts";
import { percentileName } from "../../model/chart-data.ts";
import type { ReportModel } from "../../model/model.ts";
import { partsOf } from "../../model/parts.ts";
import { type Html, html } from "../html.ts";
import { dataTable } from "./data-table.ts";

const TABLE_ROWS = 12;

export function chartsSection(model: ReportModel): Html | "" {
  const figures = partsOf(model).figures;
  return figures === null || figures.charts === null
    ? ""
    : html`<div id="charts">${body(figures.charts, figures.chartsOf)}</div>`;
}

const body = (data: ChartData, of: string | undefined): Html => html`<section aria-labelledby="time-h">
<div class="bar"><h2 id="time-h">Over time</h2><div class="controls">
<fieldset class="chips" id="endpoint-toggles"><legend class="hidden">Endpoints shown</legend>${data.endpoints.map(
  (e, i) =>
    html`<label class="chip"><input type="checkbox" checked value="${i}"><span class="swatch c${i % 8}"></span>${e.name}</label>`,
)}</fieldset>
<button type="button" id="reset-zoom" hidden>Show the whole run</button></div></div>
${of !== undefined && html`<p class="hint">Of ${of}.</p>`}<p class="hint">A step of a latency line is as long as its percentile needs requests (p95: ${samplesNeeded(0.95)}, p99: ${samplesNeeded(0.99)}). Drag to zoom, double-click to see all. With the keyboard: arrow keys read values, plus and minus zoom.</p>
${chart(
  "latency",
  "Latency",
  "ms",
  percentileChoice(data),
  overTime(data, (i, e) => formatMs(e.latency.p95[i] ?? null), "p95, ms"),
)}
${chart(
  "throughput",
  "Throughput",
  "requests/s",
  null,
  overTime(data, (i, e) => formatRate(e.rate[i] ?? 0), "requests/s"),
)}
<div class="pair">${chart(
  "failures",
  "Failures",
  "per second",
  null,
  overTime(data, (i, e) => formatRate(e.failures[i] ?? 0), "failures/s"),
)}
${chart("users", "Users", "", null, usersTable(data))}</div>
${data.own.map((series, i) => chart(`own-${i}`, series.name, series.unit, null, ownTable(data, series)))}</section>
<section aria-labelledby="distribution-h"><h2 id="distribution-h">Latency distribution</h2>
<p class="hint">Measured phase only. Each curve ends where its sample can say no more.</p>
${chart("distribution", "Latency by percentile", "ms", null, distributionTable(data))}</section>`;

/** The p95 where there is one, else the most telling that every run has. */
const firstShown = (data: ChartData): Percentile =>
  (["p95", "p50"] as const).find((p) => data.endpoints.some((e) => e.latency[p].some((ms) => ms !== null))) ?? "max";

const percentileChoice = (data: ChartData): Html =>
  html`<fieldset class="choice" id="percentile"><legend class="hidden">Percentile shown</legend>${(
    ["p50", "p95", "p99", "max"] as const
  ).map(
    (p) =>
      html`<label><input type="radio" name="percentile" value="${p}"${p === firstShown(data) && html` checked`}><span>${p}</span></label>`,
  )}</fieldset>`;

const chart = (
  id: string,
  title: string,
  unit: string,
  extra: Html | null,
  table: Html,
): Html => html`<figure class="chart">
<figcaption><h3 id="${id}-h">${title} <span class="unit">${unit}</span></h3>${extra}</figcaption>
<div class="plot" id="${id}" role="group" tabindex="0" aria-labelledby="${id}-h" aria-describedby="${id}-read"></div>
<p class="hidden" id="${id}-read" aria-live="polite"></p>
<details><summary>As a table</summary>${table}</details></figure>`;

const overTime = (
  data: ChartData,
  cell: (step: number, e: ChartData["endpoints"][number]) => string,
  what: string,
): Html =>
  dataTable(
    what,
    [{ name: "Time" }, ...data.endpoints.map((e) => ({ name: e.name }))],
    someSteps(data).map((i) => [clock(data.t[i] ?? 0), ...data.endpoints.map((e) => cell(i, e))]),
  );

const usersTable = (data: ChartData): Html =>
  dataTable(
    "users",
    [{ name: "Time" }, { name: "Users" }],
    someSteps(data).map((i) => [clock(data.t[i] ?? 0), String(data.users[i] ?? "n/a")]),
  );

const ownTable = (data: ChartData, series: OwnSeries): Html =>
  dataTable(
    series.name,
    [{ name: "Time" }, { name: series.name }],
    someSteps(data).map((i) => [clock(data.t[i] ?? 0), formatMs(series.values[i] ?? null)]),
  );

const distributionTable = (data: ChartData): Html =>
  dataTable(
    "latency in ms by percentile",
    [{ name: "Percentile" }, ...data.distribution.endpoints.map((e) => ({ name: e.name, unit: "ms" }))],
    data.distribution.x.flatMap((x, i) =>
      Math.abs(x - Math.round(x)) > 1e-9 && x !== 0.3
        ? []
        : [[percentileName(x), ...data.distribution.endpoints.map((e) => formatMs(e.ms[i] ?? null))]],
    ),
  );

/** Evenly spread steps, the first and the last among them. */
const someSteps = ({ t }: ChartData): number[] => {
  const rows = Math.min(TABLE_ROWS, t.length);
  return Array.from({ length: rows }, (_, i) => (rows === 1 ? 0 : Math.round((i * (t.length - 1)) / (rows - 1))));
};

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`;
