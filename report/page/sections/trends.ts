// Metrics over many runs, each a small drawing of its own; points of runs that were not sound are hollow.

import { largest } from "../../../lib/core/extremes.ts";
import { formatMs } from "../../../lib/core/format.ts";
import type { ReportModel, Trend } from "../../model/model.ts";
import { partsOf } from "../../model/parts.ts";
import { type Html, html } from "../html.ts";
import { linear, px, ticks } from "../scale.ts";

const WIDTH = 420;
const HEIGHT = 150;
const plot = { left: 46, right: 410, top: 10, bottom: 122 } as const;

export const trendsSection = (model: ReportModel): Html | "" => {
  const { trends } = partsOf(model);
  return trends.length === 0
    ? ""
    : html`<section aria-labelledby="trends-h"><h2 id="trends-h">History</h2><div class="trends">${trends.map(drawing)}</div></section>`;
};

function drawing(trend: Trend): Html {
  const values = trend.points.map((p) => p.value);
  const domain = [0, Math.max(largest(values), 1e-9) * 1.1] as const;
  const x = linear([0, Math.max(1, trend.points.length - 1)], [plot.left + 6, plot.right - 6]);
  const y = linear(domain, [plot.bottom, plot.top]);
  const line = trend.points.map((p, i) => `${i === 0 ? "M" : "L"}${px(x(i))} ${px(y(p.value))}`).join("");
  const last = trend.points.at(-1);
  const day = (at: string | undefined): string => (at ?? "").slice(0, 10);
  return html`<figure class="trend"><figcaption><h3>${trend.name} <span class="unit">${trend.unit}</span></h3><p>${formatMs(last?.value)}</p></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${trend.name} over ${trend.points.length} runs, last ${formatMs(last?.value)} ${trend.unit}">
${ticks(domain, 3).map((t) => html`<path class="grid" d="M${plot.left} ${px(y(t))}H${plot.right}"/><text class="axis" x="${plot.left - 6}" y="${px(y(t) + 4)}" text-anchor="end">${t}</text>`)}
<path class="line" d="${line}"/>
${trend.points.map((p, i) => html`<circle class="${p.sound ? "point" : "point hollow"}" cx="${px(x(i))}" cy="${px(y(p.value))}" r="3.5"><title>${p.at}: ${formatMs(p.value)} ${trend.unit}, ${p.what}</title></circle>`)}
<text class="axis" x="${plot.left}" y="${HEIGHT - 8}">${day(trend.points[0]?.at)}</text><text class="axis" x="${plot.right}" y="${HEIGHT - 8}" text-anchor="end">${day(last?.at)}</text>
</svg></figure>`;
}
