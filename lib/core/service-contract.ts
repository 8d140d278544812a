// The HTTP contract of the services under test, shared by the scenarios, the reference service and the checks.

import { isRecord } from "./json.ts";

export interface Prediction {
  readonly label: string;
  /** Probability of `label`, 0..1. */
  readonly score: number;
}

export const limits = { batchTexts: 100, textCharacters: 10_000 } as const;

export const isPrediction = (x: unknown): x is Prediction =>
  isRecord(x) &&
  typeof x.label === "string" &&
  x.label !== "" &&
  typeof x.score === "number" &&
  x.score >= 0 &&
  x.score <= 1;

/** The predictions of an answer about several texts, or undefined when it has another shape. */
export const batchPredictions = (x: unknown): readonly Prediction[] | undefined =>
  isRecord(x) && Array.isArray(x.predictions) && x.predictions.every(isPrediction) ? x.predictions : undefined;
