// Counts answers, per row: checked, wrong and how, and correct against what is known to be right.

import { Counter, Rate } from "k6/metrics";
import { judgeAnswers } from "../core/answers/judge-answer.ts";
import { metric, type Tags, tag } from "../core/metric-sample.ts";
import { isExpected } from "../core/service/label.ts";
import type { Answers } from "../core/service/read-reply.ts";
import type { RequestKind } from "../core/service/request-kinds.ts";
import { bookFor, keyOf } from "./golden.ts";
import type { SentRow } from "./sent-row.ts";

const answer = new Rate(metric.answer);
const checked = new Counter(metric.checked);
const wrong = new Counter(metric.wrong);
const labelled = new Counter(metric.labelled);
const correct = new Counter(metric.correct);

/** The command line has seen at rest that the service speaks another vocabulary than the data: nothing is correct or not. */
const measuresAccuracy = __ENV.ACCURACY !== "off";

function recordAccuracy(
  kind: RequestKind<unknown>,
  answers: readonly unknown[],
  sent: readonly SentRow[],
  tags: Tags,
): void {
  const judged = sent.flatMap(({ expected }, i) =>
    expected === undefined ? [] : (isExpected(kind.endpoint, answers[i], expected) ?? []),
  );
  if (judged.length === 0) return;
  labelled.add(judged.length, tags);
  correct.add(judged.filter((right) => right).length, tags);
}

/** Records what a good reply says about the rows that were sent; whether all of it was right. */
export function recordAnswers(
  kind: RequestKind<unknown>,
  read: Answers,
  sent: readonly SentRow[],
  tags: Tags,
): boolean {
  const keys = sent.map(({ id }) => keyOf(kind, id));
  const faults = judgeAnswers(read, keys, bookFor(kind));
  const right = faults.every((fault) => fault === undefined);
  checked.add(sent.length, tags);
  answer.add(right, tags);
  faults.forEach((fault, i) => {
    const key = keys[i] ?? null;
    if (fault !== undefined)
      wrong.add(1, { ...tags, [tag.fault]: fault, ...(key === null ? {} : { [tag.input]: key }) });
  });
  if (read.kind === "answers" && measuresAccuracy) recordAccuracy(kind, read.answers, sent, tags);
  return right;
}

/** Records a 2xx answer to a health check: its status says that the service is healthy, whatever words it has for it. */
export function recordHealth(tags: Tags): void {
  checked.add(1, tags);
  answer.add(true, tags);
}
