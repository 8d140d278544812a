// Every objective with its measured value, and what went wrong how often.

import { formatCount } from "../../../lib/core/format.ts";
import type { State } from "../../../lib/core/ladder/ladder.ts";
import type { CriterionRow, ReportModel } from "../../model/model.ts";
import { partsOf } from "../../model/parts.ts";
import { type Html, html } from "../html.ts";
import { dataTable } from "./data-table.ts";
import { mark } from "./ladder.ts";

const states: Readonly<Record<CriterionRow["verdict"], State>> = {
  pass: "good",
  fail: "bad",
  "no-data": "warn",
  "not-judged": "unknown",
};

const words: Readonly<Record<CriterionRow["verdict"], string>> = {
  pass: "met",
  fail: "missed",
  "no-data": "no data",
  "not-judged": "not judged",
};

/** A row an endpoint, a column a rule: most endpoints have the same rules, and a gap shows where one has not. */
export function objectivesSection(model: ReportModel): Html | "" {
  const criteria = partsOf(model).figures?.criteria ?? [];
  if (criteria.length === 0) return "";
  const rules = [...new Set(criteria.map((c) => c.rule))];
  const endpoints = [...new Set(criteria.map((c) => c.endpoint))];
  return html`<section aria-labelledby="objectives-h"><h2 id="objectives-h">Objectives</h2>
${dataTable(
  "Objectives",
  [{ name: "Endpoint" }, ...rules.map((name) => ({ name, plain: true }))],
  endpoints.map((endpoint) => [
    html`<span class="name">${endpoint}</span>`,
    ...rules.map((rule) => criteria.filter((c) => c.endpoint === endpoint && c.rule === rule).map(verdict)),
  ]),
)}</section>`;
}

const verdict = (c: CriterionRow): Html =>
  html`<span class="verdict">${mark(states[c.verdict])} ${c.actual} <span class="${c.verdict === "pass" ? "hidden" : "said"}">${words[c.verdict]}</span></span>`;

export function errorsSection(model: ReportModel): Html | "" {
  const errors = partsOf(model).figures?.errors ?? [];
  return errors.length === 0
    ? ""
    : html`<section aria-labelledby="errors-h"><h2 id="errors-h">Failures by kind</h2>
${dataTable(
  "Failures by kind",
  [{ name: "Endpoint" }, { name: "Kind", plain: true }, { name: "Count" }],
  errors.map((e) => [html`<span class="name">${e.endpoint}</span>`, e.kind, formatCount(e.count)]),
)}</section>`;
}
