// From a reply to the answers in it, or to what is wrong with their shape. Pure: the same in a script and in a check.

import { parsedJson } from "../json.ts";
import type { StreamOutcome } from "../streams/stream-outcome.ts";
import type { Endpoint, Headers, Reply } from "./endpoint.ts";

export type Answers =
  | { readonly kind: "answers"; readonly answers: readonly unknown[] }
  /** Unreadable is never wrong: nothing is known of what was answered. */
  | { readonly kind: "malformed" }
  | { readonly kind: "count"; readonly got: number }
  /** The service says itself, under a good status, that it failed. */
  | { readonly kind: "error"; readonly why: string };

/** @param headers by whatever case of letters */
export function replyOf(status: number, body: string, headers: Headers = {}): Reply {
  let parsed: { readonly json: unknown } | undefined;
  return {
    status,
    body,
    // Parsed when first asked for: a reader that looks for a word in a text needs none.
    get json() {
      parsed ??= { json: parsedJson(body) };
      return parsed.json;
    },
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
}

/** What a request with `rows` was answered. */
export function readReply<Row>(endpoint: Endpoint<Row>, reply: Reply, rows: readonly Row[]): Answers {
  let answers: readonly unknown[] | undefined;
  try {
    const why = endpoint.failed?.(reply);
    if (why !== undefined) return { kind: "error", why };
    answers = endpoint.answers(reply, rows);
  } catch {
    // A reader that reaches into a field that is not there has met another shape.
  }
  if (answers === undefined || answers.some((a) => a === undefined)) return { kind: "malformed" };
  return answers.length === rows.length ? { kind: "answers", answers } : { kind: "count", got: answers.length };
}

/** What a streamed answer says about its rows: its text stands for the body. */
export const readStream = <Row>(
  endpoint: Endpoint<Row>,
  status: number,
  { text, why }: StreamOutcome,
  rows: readonly Row[],
): Answers => (why === undefined ? readReply(endpoint, replyOf(status, text), rows) : { kind: "error", why });
