// Makes a golden set out of answers: each input asked at least once, one request at a time.

import { alike } from "../service/same.ts";
import { GOLDEN_SCHEMA, type GoldenSet } from "./golden-set.ts";

/** The answers to one input, in the order they were given. */
export interface Asked {
  readonly id: string;
  readonly answers: readonly unknown[];
}

/** When two answers about one input are the same. */
export type SameAbout = (id: string, a: unknown, b: unknown) => boolean;

/** The first answer to each input is the golden one; an input whose answers differ is unstable. */
export function takeGolden(
  about: Omit<GoldenSet, "schema" | "inputs" | "unstable">,
  asked: readonly Asked[],
  same: SameAbout = (_id, a, b) => alike(a, b),
): GoldenSet {
  const inputs: Record<string, unknown> = {};
  const unstable: string[] = [];
  for (const { id, answers } of asked) {
    const [first, ...again] = answers;
    if (first === undefined) continue;
    inputs[id] = first;
    if (!again.every((answer) => same(id, first, answer))) unstable.push(id);
  }
  return { schema: GOLDEN_SCHEMA, ...about, inputs, unstable };
}
