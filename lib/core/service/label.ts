// The word an answer comes down to, to be held against what is known to be right.

import { isRecord } from "../json.ts";
import type { Endpoint } from "./endpoint.ts";
import { alike } from "./same.ts";

const isWord = (x: unknown): x is string | number | boolean =>
  typeof x === "string" || typeof x === "boolean" || (typeof x === "number" && Number.isInteger(x));

/** What servers call it. */
const LABEL_KEYS = ["label", "class", "prediction", "predicted_class", "category"] as const;

const scoreOf = (x: unknown): number => (isRecord(x) && typeof x.score === "number" ? x.score : Number.NaN);

/**
 * The label of an answer as most servers give it: a word or whole number itself, the `label` (`class`, `prediction`…)
 * of an object, that of the best score in a list of them, or the one entry of a list of one. Undefined when it says none.
 */
export function labelOf(answer: unknown): string | undefined {
  if (isWord(answer)) return String(answer);
  if (Array.isArray(answer)) {
    if (answer.length === 1) return labelOf(answer[0]);
    if (answer.length === 0 || !answer.every((x) => Number.isFinite(scoreOf(x)))) return undefined;
    return labelOf(answer.reduce((best: unknown, x: unknown) => (scoreOf(x) > scoreOf(best) ? x : best)));
  }
  if (!isRecord(answer)) return undefined;
  const key = LABEL_KEYS.find((k) => isWord(answer[k]));
  return key === undefined ? undefined : String(answer[key]);
}

/** An endpoint's own word for its answer, or the usual one. */
export const answerLabel = <Row>(endpoint: Endpoint<Row>, answer: unknown): string | undefined => {
  if (endpoint.label === undefined) return labelOf(answer);
  const label = endpoint.label(answer);
  return isWord(label) ? String(label) : undefined;
};

/**
 * Whether an answer is the expected one: its label where a word is expected, else the whole answer.
 *
 * @returns undefined when the two cannot be held against each other: the answer has no label
 */
export function isExpected<Row>(endpoint: Endpoint<Row>, answer: unknown, expected: unknown): boolean | undefined {
  const word = labelOf(expected);
  if (word === undefined) return (endpoint.same ?? alike)(answer, expected);
  const label = answerLabel(endpoint, answer);
  return label === undefined ? undefined : label === word;
}

/**
 * Whether answers and expectations speak the same vocabulary: some label occurs among the expected ones. Where none
 * does ("positive" of a service whose data says "spam"), nothing is known of accuracy; it is not 0 %.
 */
export function sharesVocabulary(labels: Iterable<string | undefined>, expected: ReadonlySet<string>): boolean {
  for (const label of labels) if (label !== undefined && expected.has(label)) return true;
  return false;
}
