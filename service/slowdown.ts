// Makes inference slower by really doing more of it, for testing the suite: a sleep would leave the processor free
// and hide what a slower model does to everyone else.

import type { InferenceParts } from "./model/inference.ts";
import type { Multiply } from "./model/network.ts";

/** Parts of extra work for a factor: 1.25 is one part of a quarter, 2.5 is a whole and a half. */
const extraShares = (factor: number): number[] => {
  const whole = Math.floor(factor - 1);
  const rest = factor - 1 - whole;
  return [...Array.from({ length: whole }, () => 1), ...(rest > 0 ? [rest] : [])];
};

/**
 * Feature extraction that does `factor` times the work for every text: the text again, or the first part of it.
 *
 * @param factor 1 or more
 */
export const slowExtract = (extract: InferenceParts["extract"], factor: number): InferenceParts["extract"] => {
  const shares = extraShares(factor);
  if (shares.length === 0) return extract;
  return (text) => {
    for (const share of shares) extract(text.slice(0, Math.round(text.length * share)));
    return extract(text);
  };
};

/** Products that do `factor` times the work: all rows of the layer again, or the first part of them. */
export const slowMultiply = (multiply: Multiply, factor: number): Multiply => {
  const shares = extraShares(factor);
  if (shares.length === 0) return multiply;
  return (layer, vectors, out, rows) => {
    for (const share of shares) multiply(layer, vectors, out, Math.round(rows * share));
    multiply(layer, vectors, out, rows);
  };
};
