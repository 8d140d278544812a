// The service a command is about: its description, the kinds of requests it takes and its data.

import { type RequestKind, requestKinds } from "../../core/service/request-kinds.ts";
import { expectedOf, rowId } from "../../core/service/row.ts";
import type { Service } from "../../core/service/service.ts";

/** A row as it is asked about. */
export interface ServedRow {
  readonly id: string;
  readonly row: unknown;
  /** What is known to be right about it; undefined when nobody knows. */
  readonly expected: unknown;
}

export class ServiceUnderTest {
  readonly service: Service<unknown>;
  readonly kinds: readonly RequestKind<unknown>[];
  readonly rows: readonly unknown[];
  /** Content hash of the data. */
  readonly dataHash: string;
  /** Path of the description; null for the reference contract. */
  readonly file: string | null;

  constructor(about: Pick<ServiceUnderTest, "service" | "rows" | "dataHash" | "file">) {
    this.service = about.service;
    this.kinds = requestKinds(about.service);
    this.rows = about.rows;
    this.dataHash = about.dataHash;
    this.file = about.file;
  }

  /** Row `index`, from 0. Made when it is asked for: data may have a million. @throws RangeError */
  row(index: number): ServedRow {
    if (index < 0 || index >= this.rows.length) throw new RangeError(`there is no row ${index}`);
    const row = this.rows[index];
    return { id: rowId(this.service, row, index), row, expected: expectedOf(this.service, row) };
  }
}
