// What was run, where, and what the load generator saw of itself.

import type { ReportModel } from "../../model/model.ts";
import { type Html, html } from "../html.ts";

export const factsSection = (model: ReportModel): Html | "" =>
  model.facts.length === 0
    ? ""
    : html`<section aria-labelledby="facts-h"><h2 id="facts-h">Conditions</h2><div class="facts">${model.facts.map(
        (group) =>
          html`<div><h3>${group.title}</h3><dl>${group.facts.map(
            (fact) => html`<div><dt>${fact.name}</dt><dd>${fact.value}</dd></div>`,
          )}</dl></div>`,
      )}</div></section>`;
