// A capacity search: the answer in figures, the curve with its bracket, and every probe, invalid ones included.

import { formatCount, formatMs, formatPercent, formatRate } from "../../../lib/core/format.ts";
import type { State } from "../../../lib/core/ladder/ladder.ts";
import type { CapacityView, ProbeRow, ReportModel } from "../../model/model.ts";
import { partsOf } from "../../model/parts.ts";
import { type Html, html } from "../html.ts";
import { linear, logarithmic, logTicks, px, ticks } from "../scale.ts";
import { dataTable } from "./data-table.ts";
import { mark } from "./ladder.ts";

interface Frame {
  readonly className: string;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTicks: number;
}

/** Text in a drawing shrinks with it, so a phone gets a drawing of its own; styles show one of the two. */
const wide: Frame = {
  className: "wide",
  width: 900,
  height: 340,
  left: 56,
  right: 884,
  top: 16,
  bottom: 296,
  xTicks: 10,
};
const narrow: Frame = {
  className: "narrow",
  width: 380,
  height: 280,
  left: 42,
  right: 372,
  top: 14,
  bottom: 236,
  xTicks: 5,
};

const states: Readonly<Record<ProbeRow["outcome"], State>> = { pass: "good", fail: "bad", invalid: "unknown" };

export function capacitySection(model: ReportModel): Html | "" {
  const { capacity } = partsOf(model);
  if (capacity === null) return "";
  return html`<section aria-labelledby="capacity-h"><h2 id="capacity-h">Capacity</h2>
<dl class="totals">
<div><dt>Confirmed safe</dt><dd>${formatCount(capacity.confirmed)} <small>${capacity.unit}</small></dd></div>
<div><dt>First load that breaks</dt><dd>${formatCount(capacity.firstFailing)} <small>${capacity.unit}</small></dd></div>
<div><dt>Operate at</dt><dd>${formatCount(capacity.recommended)} <small>${capacity.unit}</small></dd></div>
<div><dt>Boundary</dt><dd>${capacity.shape}</dd></div></dl>
${curve(capacity)}${probes(capacity)}</section>`;
}

function curve(view: CapacityView): Html | "" {
  if (shownProbes(view).length === 0) return "";
  return html`<figure class="chart"><figcaption><h3>${view.quantile} latency by load <span class="unit">ms, logarithmic</span></h3></figcaption>
${[wide, narrow].map((plot) => drawing(view, plot))}</figure>`;
}

const shownProbes = (view: CapacityView): ProbeRow[] =>
  view.probes.filter((p) => p.limitedMs !== null && p.limitedMs > 0);

function drawing(view: CapacityView, plot: Frame): Html {
  const shown = shownProbes(view);
  const loads = shown.map((p) => p.load);
  const latencies = [...shown.map((p) => p.limitedMs ?? 1), view.limitMs];
  const domainX = [0, Math.max(...loads, view.firstFailing ?? 0) * 1.06] as const;
  const domainY = [Math.min(...latencies) / 1.4, Math.max(...latencies) * 1.4] as const;
  const x = linear(domainX, [plot.left, plot.right]);
  const y = logarithmic(domainY, [plot.bottom, plot.top]);
  const climbed = shown.filter((p) => p.outcome !== "invalid").sort((a, b) => a.load - b.load);
  const line = climbed.map((p, i) => `${i === 0 ? "M" : "L"}${px(x(p.load))} ${px(y(p.limitedMs ?? 1))}`).join("");
  return html`<svg class="curve ${plot.className}" viewBox="0 0 ${plot.width} ${plot.height}" role="img" aria-label="${view.quantile} latency by load: confirmed safe at ${formatCount(view.confirmed)} ${view.unit}, first breaks at ${formatCount(view.firstFailing)}">
${logTicks(domainY).map((t) => html`<path class="grid" d="M${plot.left} ${px(y(t))}H${plot.right}"/><text class="axis" x="${plot.left - 8}" y="${px(y(t) + 4)}" text-anchor="end">${formatMs(t)}</text>`)}
${ticks(domainX, plot.xTicks).map((t) => html`<text class="axis" x="${px(x(t))}" y="${plot.bottom + 20}" text-anchor="middle">${t}</text>`)}
<text class="axis" x="${plot.right}" y="${plot.bottom + 36}" text-anchor="end">${view.unit}</text>
${bracket(view, x, plot)}
<path class="limit" d="M${plot.left} ${px(y(view.limitMs))}H${plot.right}"/><text class="limit-text" x="${plot.left + 4}" y="${px(y(view.limitMs) - 6)}">objective ${formatMs(view.limitMs)} ms</text>
<path class="line" d="${line}"/>
${shown.map((p) => html`<circle class="probe ${states[p.outcome]}" cx="${px(x(p.load))}" cy="${px(y(p.limitedMs ?? 1))}" r="5"><title>${p.load} ${view.unit}: ${view.quantile} ${formatMs(p.limitedMs)} ms, ${p.stage}, ${p.outcome}</title></circle>`)}
</svg>`;
}

/** Between the confirmed load and the first that breaks lies the true limit. */
function bracket(view: CapacityView, x: (load: number) => number, plot: Frame): Html | "" {
  if (view.confirmed === null) return "";
  const from = x(view.confirmed);
  const to = view.firstFailing === null ? null : x(view.firstFailing);
  return html`${to !== null && to > from && html`<rect class="bracket" x="${px(from)}" y="${plot.top}" width="${px(to - from)}" height="${plot.bottom - plot.top}"/>`}<path class="safe" d="M${px(from)} ${plot.top}V${plot.bottom}"/><text class="safe-text" x="${px(from - 6)}" y="${plot.top + 12}" text-anchor="end">safe: ${view.confirmed}</text>`;
}

const probes = (view: CapacityView): Html =>
  dataTable(
    "Every probe",
    [
      { name: "Load" },
      { name: "Stage", plain: true },
      { name: "Requests" },
      { name: "Throughput", unit: "/s" },
      { name: "P99", unit: "ms" },
      { name: "Too slow or failed", unit: "%" },
      { name: "Upper bound", unit: "%" },
      { name: "Outcome", plain: true },
    ],
    view.probes.map((p) => [
      `${p.load} ${view.unit}`,
      p.stage,
      formatCount(p.requests),
      formatRate(p.ratePerSec),
      formatMs(p.limitedMs),
      formatPercent(p.badFraction),
      formatPercent(p.badUpper),
      html`<span class="verdict">${mark(states[p.outcome])} ${p.outcome}</span>${p.note !== "" && html`<small class="note">${p.note}</small>`}`,
    ]),
  );
