// How often the network is right on texts it never saw, with the interval that the number of texts allows.

import { clopperPearson } from "../../lib/core/stat/clopper-pearson.ts";

export interface Evaluation {
  readonly texts: number;
  readonly correct: number;
  readonly accuracy: number;
  /** 95 % interval of the accuracy (Clopper and Pearson's, exact). */
  readonly interval: readonly [number, number];
  /** Of the texts called spam, the share that is. */
  readonly precision: number;
  /** Of the spam, the share that was called so. */
  readonly recall: number;
}

/** Compares predicted with true labels of the same texts. */
export function evaluate(predicted: readonly string[], actual: readonly string[], positive: string): Evaluation {
  const pairs = actual.map((label, i) => ({ label, said: predicted[i] }));
  const correct = pairs.filter(({ label, said }) => label === said).length;
  const hits = pairs.filter(({ label, said }) => label === positive && said === positive).length;
  return {
    texts: pairs.length,
    correct,
    accuracy: correct / pairs.length,
    interval: clopperPearson(correct, pairs.length, 0.025),
    precision: hits / pairs.filter(({ said }) => said === positive).length,
    recall: hits / pairs.filter(({ label }) => label === positive).length,
  };
}
