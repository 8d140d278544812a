// A comparison's figures: for each metric the change, its interval against the smallest change that counts, and what
// every pair showed.

import { intervalText, signedChange, signedPercent, verdictText } from "../../../lib/core/compare/wording.ts";
import { NOT_MEASURED } from "../../../lib/core/format.ts";
import type { State } from "../../../lib/core/ladder/ladder.ts";
import type { ChangeRow, ReportModel } from "../../model/model.ts";
import { partsOf } from "../../model/parts.ts";
import { type Html, html } from "../html.ts";
import { linear, px, type Scale } from "../scale.ts";
import { dataTable } from "./data-table.ts";
import { mark, withCode } from "./ladder.ts";

const WIDTH = 260;
const HEIGHT = 34;

const states: Readonly<Record<ChangeRow["verdict"], State>> = {
  regressed: "bad",
  inconclusive: "warn",
  unsupported: "unknown",
  "no-change": "good",
  improved: "good",
};

const stateOf = (row: ChangeRow): State => (row.gated ? states[row.verdict] : "unknown");

export function comparisonSection(model: ReportModel): Html | "" {
  const comparison = partsOf(model).change;
  if (comparison === null) return "";
  const reach = reachOf(comparison.rows);
  return html`<section aria-labelledby="change-h"><h2 id="change-h">Change</h2>
<p class="hint">${comparison.after} against ${comparison.before}: ${withCode(comparison.design)}.</p>
${dataTable(
  "Change of each metric",
  [
    { name: "Metric" },
    { name: "Before" },
    { name: "After" },
    { name: "Change" },
    { name: "95 % interval" },
    { name: `${signedPercent(-reach)} to ${signedPercent(reach)}`, plain: true },
    { name: "Verdict", plain: true },
  ],
  comparison.rows.map((row) => [
    html`<span class="name">${row.metric}</span>`,
    row.before,
    row.after,
    signedChange(row.change, row.unit),
    row.change === null ? NOT_MEASURED : intervalText(row, row.unit),
    row.unit === "relative" ? drawing(row, reach) : "",
    html`<span class="verdict">${mark(stateOf(row))} ${verdictText(row)}</span>${
      row.notes.length > 0 && html`<small class="note">${withCode(row.notes.join("; "))}</small>`
    }`,
  ]),
)}
<p class="hint">The bar is the 95 % interval and the dot in it the estimate; the small marks are the single pairs; the grey band is what is too small to count. What goes beyond the scale ends in an arrow. A verdict in brackets is information and does not count.</p>
${comparison.unsupported.length > 0 && html`<p class="hint">Not judged, because some run holds too few requests: ${comparison.unsupported.join(", ")}.</p>`}
${comparison.notes.length > 0 && html`<ul class="notes">${comparison.notes.map((n) => html`<li>${withCode(n)}</li>`)}</ul>`}</section>`;
}

const MIN_REACH = 0.05;
const MAX_REACH = 1;
/** Rows that must fit whole: one wide interval must not make dots of all the others. */
const FITTING = 0.75;

/** Half of the drawing's width, such that three rows in four fit. */
export function reachOf(rows: readonly ChangeRow[]): number {
  const extents = rows
    .filter((row) => row.unit === "relative" && row.change !== null)
    .map((row) => Math.max(...[row.change, row.low, row.high, row.floor].map((x) => Math.abs(x ?? 0))))
    .sort((a, b) => a - b);
  const fits = extents[Math.max(0, Math.ceil(extents.length * FITTING) - 1)] ?? 0;
  return Math.min(MAX_REACH, Math.max(MIN_REACH, fits * 1.1));
}

/** An arrow at the left or right edge, for what goes on beyond it. */
const arrow = (at: "left" | "right"): Html =>
  at === "left"
    ? html`<path class="whisker beyond" d="M9 7L3 12L9 17"/>`
    : html`<path class="whisker beyond" d="M${WIDTH - 9} 7L${WIDTH - 3} 12L${WIDTH - 9} 17"/>`;

function drawing(row: ChangeRow, reach: number): Html {
  const scale = linear([-reach, reach], [0, WIDTH]);
  const x: Scale = (value) => Math.min(WIDTH - 3, Math.max(3, scale(value)));
  const { floor, change } = row;
  const [low, high] = [row.low ?? Number.NEGATIVE_INFINITY, row.high ?? Number.POSITIVE_INFINITY];
  const words = `${signedPercent(change)}, 95 % interval ${intervalText(row)}`;
  return html`<svg class="interval ${stateOf(row)}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${row.metric}: ${words}">
<title>${row.metric}: ${words}</title>
<rect class="floor" x="${px(x(-floor))}" y="0" width="${px(Math.max(0, x(floor) - x(-floor)))}" height="${HEIGHT}"/>
<path class="zero" d="M${px(x(0))} 0V${HEIGHT}"/>
${row.pairChanges.filter((c) => Math.abs(c) <= reach).map((c) => html`<path class="tick" d="M${px(x(c))} 24v7"/>`)}
${
  change !== null &&
  html`<path class="whisker" d="M${px(x(low))} 12H${px(x(high))}"/>${low < -reach && arrow("left")}${high > reach && arrow("right")}${
    Math.abs(change) <= reach && html`<circle class="estimate" cx="${px(x(change))}" cy="12" r="5"/>`
  }`
}
</svg>`;
}
