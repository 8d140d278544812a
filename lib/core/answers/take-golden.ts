// Makes a golden set out of answers: each input asked at least once, one request at a time.

import type { Prediction } from "../service-contract.ts";
import { GOLDEN_SCHEMA, type GoldenSet } from "./golden-set.ts";
import { sameAnswer } from "./same-answer.ts";

/** The answers to one input, in the order they were given. */
export interface Asked {
  readonly id: string;
  readonly answers: readonly Prediction[];
}

/** The first answer to each input is the golden one; an input whose answers differ is unstable. */
export function takeGolden(
  about: Omit<GoldenSet, "schema" | "inputs" | "unstable">,
  asked: readonly Asked[],
): GoldenSet {
  const inputs: Record<string, Prediction> = {};
  const unstable: string[] = [];
  for (const { id, answers } of asked) {
    const [first, ...again] = answers;
    if (first === undefined) continue;
    inputs[id] = first;
    if (!again.every((answer) => sameAnswer(first, answer))) unstable.push(id);
  }
  return { schema: GOLDEN_SCHEMA, ...about, inputs, unstable };
}
