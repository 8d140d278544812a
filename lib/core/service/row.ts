// One row of a service's data: what it is called, and what is known to be the right answer about it.

import { isRecord } from "../json.ts";
import type { Service } from "./service.ts";

const ownName = (row: unknown): string | undefined => {
  const id = isRecord(row) ? row.id : undefined;
  return (typeof id === "string" && id !== "") || typeof id === "number" ? String(id) : undefined;
};

/** What the service says it is called, its own `id`, or its number in the data from 1 on. */
export const rowId = <Row>(service: Service<Row>, row: Row, index: number): string =>
  service.id?.(row, index) ?? ownName(row) ?? String(index + 1);

/** The right answer about a row, or the word for it; undefined when nobody knows. */
export const expectedOf = <Row>(service: Service<Row>, row: Row): unknown => {
  const expected = service.expected === undefined ? (isRecord(row) ? row.expected : undefined) : service.expected(row);
  return expected === null || expected === "" ? undefined : expected;
};
