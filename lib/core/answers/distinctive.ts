// Whether an answer says enough to be known again: "class 2" is the right answer to many rows, 0.71340 to one.

import { isRecord } from "../json.ts";

/** A text of this length is nobody else's by chance. */
const LONG_TEXT = 24;
/** As many whole numbers in a row say as much as one with a fraction. */
const MANY_NUMBERS = 8;

const parts = (x: unknown): readonly unknown[] => (Array.isArray(x) ? x : isRecord(x) ? Object.values(x) : []);

const numbersIn = (x: unknown): number =>
  typeof x === "number" ? 1 : parts(x).reduce<number>((sum, part) => sum + numbersIn(part), 0);

/** Whether it holds a number with a fraction, many numbers, or a long text. */
export const isDistinctive = (x: unknown): boolean =>
  (typeof x === "number" && !Number.isInteger(x)) ||
  (typeof x === "string" && x.length >= LONG_TEXT) ||
  (typeof x === "object" && (numbersIn(x) >= MANY_NUMBERS || parts(x).some(isDistinctive)));

/** The first number in it, in the order it was written, by which answers can be sorted. */
export function firstNumber(x: unknown): number | undefined {
  if (typeof x === "number") return x;
  for (const part of parts(x)) {
    const found = firstNumber(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
