// Counts answers, per text: checked, wrong and how, and correct against the true label.

import { Counter, Rate } from "k6/metrics";
import { type AnswerFault, metric, type Tags, tag } from "../core/metric-sample.ts";
import { batchPredictions, isPrediction, type Prediction } from "../core/service-contract.ts";
import type { SentText } from "./corpus.ts";

const answer = new Rate(metric.answer);
const checked = new Counter(metric.checked);
const wrong = new Counter(metric.wrong);
const labelled = new Counter(metric.labelled);
const correct = new Counter(metric.correct);

/** What is wrong with the answer to `sent`, as a whole: its shape or its count. */
const faultOf = (
  predictions: readonly Prediction[] | undefined,
  sent: readonly SentText[],
): AnswerFault | undefined => {
  if (predictions === undefined) return "malformed";
  return predictions.length === sent.length ? undefined : "count";
};

/** Records a 200 answer to `/predict` or `/predict_batch`. @param json the parsed body; undefined when it is not JSON */
export function recordAnswer(json: unknown, sent: readonly SentText[], single: boolean, tags: Tags): boolean {
  const predictions = single ? (isPrediction(json) ? [json] : undefined) : batchPredictions(json);
  const fault = faultOf(predictions, sent);
  checked.add(sent.length, tags);
  answer.add(fault === undefined, tags);
  if (fault !== undefined || predictions === undefined) {
    wrong.add(sent.length, { ...tags, [tag.fault]: fault ?? "malformed" });
    return false;
  }
  labelled.add(sent.length, tags);
  correct.add(sent.filter((s, i) => predictions[i]?.label === s.label).length, tags);
  return true;
}

/** Records a 200 answer to `/health`. */
export function recordHealth(json: unknown, tags: Tags): boolean {
  const right = typeof json === "object" && json !== null && "status" in json && json.status === "ok";
  checked.add(1, tags);
  answer.add(right, tags);
  if (!right) wrong.add(1, { ...tags, [tag.fault]: "malformed" });
  return right;
}
