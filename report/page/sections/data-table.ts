// A table that stays a table for a screen reader and turns into cards on a phone.

import { type Html, html } from "../html.ts";

export interface Column {
  readonly name: string;
  readonly unit?: string;
  /** Text, to be aligned like text; the first column always is. */
  readonly plain?: boolean;
}

/** Roles are repeated in attributes because browsers drop them when styles lay the cells out as cards. */
export const dataTable = (
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (string | Html | Html[])[])[],
): Html => html`<table class="data" role="table"><caption class="hidden">${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(
  (c, i) =>
    html`<th role="columnheader" scope="col" class="${i > 0 && c.plain !== true ? "num" : ""}">${c.name}${
      c.unit !== undefined && html` <span class="unit">${c.unit}</span>`
    }</th>`,
)}</tr></thead>
<tbody role="rowgroup">${rows.map(
  (row) =>
    html`<tr role="row">${row.map((cell, i) => {
      const column = columns[i];
      const label = `${column?.name ?? ""}${column?.unit === undefined ? "" : ` (${column.unit})`}`;
      return i === 0
        ? html`<th role="rowheader" scope="row">${cell}</th>`
        : html`<td role="cell" class="${column?.plain === true ? "" : "num"}" data-label="${label}">${cell}</td>`;
    })}</tr>`,
)}</tbody></table>`;
