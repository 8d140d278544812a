// From a reply to the answers in it, or to what is wrong with their shape. Pure: the same in a script and in a check.

import type { Endpoint, Reply } from "./endpoint.ts";

export type Answers =
  | { readonly kind: "answers"; readonly answers: readonly unknown[] }
  /** Unreadable is never wrong: nothing is known of what was answered. */
  | { readonly kind: "malformed" }
  | { readonly kind: "count"; readonly got: number };

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

export const replyOf = (status: number, body: string): Reply => ({ status, body, json: parse(body) });

/** What a request with `rows` was answered. */
export function readReply<Row>(endpoint: Endpoint<Row>, reply: Reply, rows: readonly Row[]): Answers {
  let answers: readonly unknown[] | undefined;
  try {
    answers = endpoint.answers(reply, rows);
  } catch {
    // A reader that reaches into a field that is not there has met another shape.
  }
  if (answers === undefined || answers.some((a) => a === undefined)) return { kind: "malformed" };
  return answers.length === rows.length ? { kind: "answers", answers } : { kind: "count", got: answers.length };
}
