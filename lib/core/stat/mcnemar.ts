// McNemar's exact test: whether two versions that answered the same inputs differ in how many they got right. Only
// inputs on which they disagree carry evidence, and each unique input counts once however often it was sent.

import { incompleteBeta } from "./incomplete-beta.ts";

/**
 * Exact two-sided p for `onlyA` inputs that only A got right and `onlyB` that only B did: twice the smaller tail of a
 * fair binomial, at most 1 (McNemar, Psychometrika 12, 1947). Fewer than 6 in all can never reach 0.05.
 */
export const mcnemarP = (onlyA: number, onlyB: number): number => {
  const n = onlyA + onlyB;
  const fewer = Math.min(onlyA, onlyB);
  return n === 0 || fewer * 2 >= n ? 1 : Math.min(1, 2 * incompleteBeta(0.5, n - fewer, fewer + 1));
};
