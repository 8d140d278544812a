// Counts answers, per text: checked, wrong and how, and correct against the true label.

import { Counter, Rate } from "k6/metrics";
import { judgeAnswer, judgeBatch } from "../core/answers/judge-answer.ts";
import { metric, type Tags, tag } from "../core/metric-sample.ts";
import { batchPredictions, isPrediction, type Prediction } from "../core/service-contract.ts";
import type { SentText } from "./corpus.ts";
import { book } from "./golden.ts";

const answer = new Rate(metric.answer);
const checked = new Counter(metric.checked);
const wrong = new Counter(metric.wrong);
const labelled = new Counter(metric.labelled);
const correct = new Counter(metric.correct);

const predictionsOf = (json: unknown, single: boolean): readonly Prediction[] =>
  single ? (isPrediction(json) ? [json] : []) : (batchPredictions(json) ?? []);

/** Records a 200 answer to `/predict` or `/predict_batch`. @param json the parsed body; undefined when it is not JSON */
export function recordAnswer(json: unknown, sent: readonly SentText[], single: boolean, tags: Tags): boolean {
  const ids = sent.map((s) => s.id);
  const faults = single ? [judgeAnswer(json, ids[0] ?? null, book)] : judgeBatch(json, ids, book);
  const right = faults.every((fault) => fault === undefined);
  checked.add(sent.length, tags);
  answer.add(right, tags);
  faults.forEach((fault, i) => {
    const id = ids[i] ?? null;
    if (fault !== undefined) wrong.add(1, { ...tags, [tag.fault]: fault, ...(id === null ? {} : { [tag.input]: id }) });
  });
  const predictions = predictionsOf(json, single);
  if (predictions.length !== sent.length) return right;
  labelled.add(sent.length, tags);
  correct.add(sent.filter((s, i) => predictions[i]?.label === s.label).length, tags);
  return right;
}

/** Records a 2xx answer to `/health`: its status says that the service is healthy, whatever words it has for it. */
export function recordHealth(tags: Tags): void {
  checked.add(1, tags);
  answer.add(true, tags);
}
