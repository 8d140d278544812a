// Whether an answer with status 200 is right, and how it is wrong. Pure and free of packages: scenarios bundle it.
// A text without a golden answer is judged by shape and count only.

import type { AnswerFault } from "../metric-sample.ts";
import { batchPredictions, isPrediction, type Prediction } from "../service-contract.ts";
import type { AnswerBook } from "./answer-book.ts";
import { sameAnswer } from "./same-answer.ts";

/** Corpus id of a text as it was sent; null when it was made unique and no golden set can know it. */
export type SentId = string | null;

/** What is wrong with the answer about one text; undefined when nothing is known to be. */
export type TextVerdict = AnswerFault | undefined;

const isCanaryOfAnother = (got: Prediction, sent: SentId, book: AnswerBook): boolean => {
  const owner = book.owner(got);
  return owner !== undefined && owner !== sent;
};

/**
 * The answer to `POST /predict`.
 *
 * `mixed-up` when it is a canary's answer to another text, else `label` or `score` by what differs. @param json the
 * parsed body; undefined when it was not JSON
 */
export function judgeAnswer(json: unknown, sent: SentId, book: AnswerBook): TextVerdict {
  if (!isPrediction(json)) return "malformed";
  const expected = book.expected(sent);
  if (expected === undefined || sameAnswer(json, expected)) return undefined;
  if (isCanaryOfAnother(json, sent, book)) return "mixed-up";
  return json.label === expected.label ? "score" : "label";
}

/** Whether `got` is what another text of the same batch should have got. */
const belongsToMate = (got: Prediction, at: number, expected: readonly (Prediction | undefined)[]): boolean => {
  const own = expected[at];
  return expected.some(
    (e, i) => i !== at && e !== undefined && sameAnswer(got, e) && (own === undefined || !sameAnswer(e, own)),
  );
};

/**
 * The answer to `POST /predict_batch`, a verdict for each text sent.
 *
 * A wrong shape or count condemns every text. `mixed-up` when an answer belongs to another text of the batch or to a
 * canary elsewhere, else `batch-differs`: item i is not what `/predict` answers about the same text alone.
 */
export function judgeBatch(json: unknown, sent: readonly SentId[], book: AnswerBook): readonly TextVerdict[] {
  const got = batchPredictions(json);
  if (got === undefined) return sent.map(() => "malformed");
  if (got.length !== sent.length) return sent.map(() => "count");
  const expected = sent.map((id) => book.expected(id));
  return got.map((answer, i) => {
    const own = expected[i];
    if (own === undefined || sameAnswer(answer, own)) return undefined;
    const mixed = belongsToMate(answer, i, expected) || isCanaryOfAnother(answer, sent[i] ?? null, book);
    return mixed ? "mixed-up" : "batch-differs";
  });
}
