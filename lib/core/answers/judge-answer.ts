// Whether the answers in a good reply are right, and how they are wrong. Pure and free of packages: scenarios bundle it.
// A row without a golden answer is judged by shape and count only.

import type { AnswerFault } from "../metric-sample.ts";
import type { Answers } from "../service/read-reply.ts";
import type { AnswerBook } from "./answer-book.ts";
import { isDistinctive } from "./distinctive.ts";

/** What a row is called, as it was sent; null when it was made unique and no golden set can know it. */
export type SentId = string | null;

/** What is wrong with the answer about one row; undefined when nothing is known to be. */
export type RowVerdict = AnswerFault | undefined;

const isCanaryOfAnother = (got: unknown, sent: SentId, book: AnswerBook): boolean => {
  const owner = book.owner(got);
  return owner !== undefined && owner !== sent;
};

/** `mixed-up` when it is a canary's answer to another row, else `label` or `score` by what differs. */
function judgeAlone(got: unknown, sent: SentId, book: AnswerBook): RowVerdict {
  const expected = book.expected(sent);
  if (expected === undefined || book.same(got, expected)) return undefined;
  if (isCanaryOfAnother(got, sent, book)) return "mixed-up";
  return book.label(got) === book.label(expected) ? "score" : "label";
}

/** Whether `got` is what another row of the same request should have got, and hardly its own by chance. */
const belongsToMate = (got: unknown, at: number, expected: readonly unknown[], book: AnswerBook): boolean => {
  if (!isDistinctive(got)) return false;
  const own = expected[at];
  return expected.some(
    (e, i) => i !== at && e !== undefined && book.same(got, e) && (own === undefined || !book.same(e, own)),
  );
};

/**
 * A verdict for each row sent.
 *
 * A wrong shape or count, or an error under a good status, condemns every row. Of several in one request: `mixed-up`
 * when an answer belongs to another row of the request or to a canary elsewhere, else `batch-differs`: it is not what
 * the same row gets alone.
 */
export function judgeAnswers(read: Answers, sent: readonly SentId[], book: AnswerBook): readonly RowVerdict[] {
  if (read.kind === "count") return sent.map(() => "count");
  if (read.kind === "error") return sent.map(() => "error");
  if (read.kind === "malformed") return sent.map(() => "malformed");
  if (sent.length === 1) return [judgeAlone(read.answers[0], sent[0] ?? null, book)];
  const expected = sent.map((id) => book.expected(id));
  return read.answers.map((answer, i) => {
    const own = expected[i];
    if (own === undefined || book.same(answer, own)) return undefined;
    const mixed = belongsToMate(answer, i, expected, book) || isCanaryOfAnother(answer, sent[i] ?? null, book);
    return mixed ? "mixed-up" : "batch-differs";
  });
}
