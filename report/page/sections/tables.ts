// Tables and remarks that need no drawing: stages, noise, optimisations, the functions of a profile.

import type { ReportModel } from "../../model/model.ts";
import { type Html, html } from "../html.ts";
import { dataTable } from "./data-table.ts";
import { withCode } from "./ladder.ts";

export const tablesSection = ({ tables, remarks }: ReportModel): Html =>
  html`${tables.map(
    ({ title, columns, rows, notes }, i) =>
      html`<section aria-labelledby="table-${i}-h"><h2 id="table-${i}-h">${title}</h2>
${dataTable(title, columns, rows)}
${notes.length > 0 && html`<ul class="notes">${notes.map((note) => html`<li>${withCode(note)}</li>`)}</ul>`}</section>`,
  )}${remarks.map(
    ({ title, lines }, i) =>
      html`<section aria-labelledby="remark-${i}-h"><h2 id="remark-${i}-h">${title}</h2><ul class="notes">${lines.map(
        (line) => html`<li>${withCode(line)}</li>`,
      )}</ul></section>`,
  )}`;
