// A comparison's figures: for each metric the change, its interval against the smallest change that counts, and what
// every pair showed.

import type { State } from "../../../lib/core/ladder/ladder.ts";
import { changeText, intervalText, verdictWord } from "../../model/change-text.ts";
import type { ChangeRow, ReportModel } from "../../model/model.ts";
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

export function comparisonSection({ comparison }: ReportModel): Html | "" {
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
    { name: `${changeText(-reach)} to ${changeText(reach)}`, plain: true },
    { name: "Verdict", plain: true },
  ],
  comparison.rows.map((row) => [
    html`<span class="name">${row.metric}</span>`,
    row.before,
    row.after,
    changeText(row.change, row.unit),
    intervalText(row),
    row.unit === "relative" ? drawing(row, reach) : "",
    html`<span class="verdict">${mark(stateOf(row))} ${verdictWord(row)}</span>${
      row.note !== "" && html`<small class="note">${withCode(row.note)}</small>`
    }`,
  ]),
)}
<p class="hint">The bar is the 95 % interval and the dot in it the estimate; the small marks are the single pairs; the grey band is what is too small to count. A verdict in brackets is information and does not count.</p>
${comparison.unsupported.length > 0 && html`<p class="hint">Not judged, because some run holds too few requests: ${comparison.unsupported.join(", ")}.</p>`}
${comparison.notes.length > 0 && html`<ul class="notes">${comparison.notes.map((n) => html`<li>${withCode(n)}</li>`)}</ul>`}</section>`;
}

const MIN_REACH = 0.05;
const MAX_REACH = 1;

/** Half of the drawing's width: all intervals and pairs fit, within reason. */
const reachOf = (rows: readonly ChangeRow[]): number => {
  const all = rows
    .filter((row) => row.unit === "relative")
    .flatMap((row) => [row.change, row.low, row.high, row.floor, ...row.pairChanges]);
  const most = all.reduce<number>((m, x) => (x === null ? m : Math.max(m, Math.abs(x))), MIN_REACH);
  return Math.min(MAX_REACH, most * 1.1);
};

function drawing(row: ChangeRow, reach: number): Html {
  const scale = linear([-reach, reach], [0, WIDTH]);
  const x: Scale = (value) => Math.min(WIDTH - 2, Math.max(2, scale(value)));
  const { floor } = row;
  const kind = stateOf(row);
  return html`<svg class="interval ${kind}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${row.metric}: ${changeText(row.change)}, ${intervalText(row)}">
<title>${row.metric}: ${changeText(row.change)}, 95 % interval ${intervalText(row)}</title>
<rect class="floor" x="${px(x(-floor))}" y="0" width="${px(Math.max(0, x(floor) - x(-floor)))}" height="${HEIGHT}"/>
<path class="zero" d="M${px(x(0))} 0V${HEIGHT}"/>
${row.pairChanges.map((c) => html`<path class="tick" d="M${px(x(c))} 24v7"/>`)}
${row.change !== null && html`<path class="whisker" d="M${px(x(row.low ?? -reach))} 12H${px(x(row.high ?? reach))}"/><circle class="estimate" cx="${px(x(row.change))}" cy="12" r="5"/>`}
</svg>`;
}
