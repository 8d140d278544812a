// The rows of a request as they are sent, and what is known about them.

import type { TextChoice } from "../core/load/workload.ts";
import { expectedOf, rowId } from "../core/service/row.ts";
import { rows, service } from "./service-under-test.ts";

export interface SentRow {
  /** What it is called, or null for one made unique, which is in no golden set. */
  readonly id: string | null;
  readonly row: unknown;
  /** What is known to be right about it; undefined when nobody knows. */
  readonly expected: unknown;
}

export const rowCount = (): number => rows.length;

/** The row of a choice; a service that does not say how rows are made unique gets it as it is. */
export function rowOf(choice: TextChoice): SentRow {
  if (choice.text >= rows.length) throw new RangeError(`the data has ${rows.length} rows, none at ${choice.text}`);
  const row = rows[choice.text];
  const expected = expectedOf(service, row);
  return choice.marker === undefined || service.fresh === undefined
    ? { id: rowId(service, row, choice.text), row, expected }
    : { id: null, row: service.fresh(row, choice.marker), expected };
}
