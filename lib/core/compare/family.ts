// The family of gated rows: every row brings its p, Holm's correction looks at all of them together, and only then is
// each row closed with its verdict. Rows that are information take no part.

import { holm } from "../stat/holm.ts";
import { minimumPairs } from "../stat/pair-planning.ts";
import type { AnswerRow, FailureRow, MetricRow } from "./model.ts";

/** What the family as a whole decides about each of its rows. */
export interface Family {
  readonly alpha: number;
  /** Gated rows with a test. */
  readonly size: number;
  /** Fewest pairs with which the smallest p could survive; null for saved recordings. */
  readonly minimumPairs: number | null;
}

/** A row that waits for the family. */
export interface Pending<Row> {
  /** p of a gated row that has a test; null for every other row. */
  readonly familyP: number | null;
  close(pHolm: number | null, family: Family): Row;
}

/** Rows by kind, as the result lists them. */
export interface Rows {
  readonly metrics: readonly MetricRow[];
  readonly failures: readonly FailureRow[];
  readonly answers: readonly AnswerRow[];
}

type PendingRows = { readonly [Kind in keyof Rows]: readonly Pending<Rows[Kind][number]>[] };

/** Corrects the p values of all pending rows together and closes each. */
export const closeFamily = (
  pending: PendingRows,
  alpha: number,
  paired: boolean,
): Rows & { readonly family: Family } => {
  const members = [...pending.metrics, ...pending.failures, ...pending.answers].filter((row) => row.familyP !== null);
  const adjusted = holm(members.map((row) => row.familyP ?? 1));
  const size = members.length;
  const family: Family = { alpha, size, minimumPairs: paired ? minimumPairs(Math.max(1, size), alpha) : null };
  const pHolm = new Map<unknown, number | undefined>(members.map((row, i) => [row, adjusted[i]]));
  const close = <Row>(row: Pending<Row>): Row => row.close(pHolm.get(row) ?? null, family);
  return {
    metrics: pending.metrics.map(close),
    failures: pending.failures.map(close),
    answers: pending.answers.map(close),
    family,
  };
};
