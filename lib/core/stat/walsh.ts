// Walsh averages: the Hodges-Lehmann estimate of the centre of paired differences, and the exact interval that belongs
// to the signed-rank test. Both assume differences symmetric about their centre, which random order within pairs gives.

import { signedRankNull } from "./signed-rank.ts";

/** The n(n+1)/2 means of all pairs of `d` (each with itself too), rising; any unit. */
export const walshAverages = (d: readonly number[]): Float64Array => {
  const out = new Float64Array((d.length * (d.length + 1)) / 2);
  let at = 0;
  d.forEach((x, i) => {
    for (const y of d.slice(i)) out[at++] = (x + y) / 2;
  });
  return out.sort();
};

/** Median of the Walsh averages (Hodges & Lehmann 1963), in the unit of `d`; undefined when there are none. */
export const hodgesLehmann = (walsh: Float64Array): number | undefined => {
  const middle = walsh.length >> 1;
  const high = walsh[middle];
  return high === undefined || walsh.length % 2 === 1 ? high : ((walsh[middle - 1] ?? high) + high) / 2;
};

/**
 * How many Walsh averages to count in from each end for an interval of level 1 − alpha over n differences: the largest
 * k with 2·P(W ≤ k − 1) ≤ alpha, or 0 when n is too small for any (n = 10, alpha = 0.05: 9).
 */
export const walshDepth = (n: number, alpha: number): number => {
  const chance = signedRankNull(Array.from({ length: n }, (_, i) => i + 1));
  let tail = 0;
  let k = 0;
  while (k < chance.length) {
    tail += chance[k] ?? 0;
    if (2 * tail > alpha) break;
    k++;
  }
  return k;
};

/**
 * Interval of level at least 1 − alpha for the centre, [low, high] in the unit of `d` (Tukey's; Hollander, Wolfe &
 * Chicken 2014, section 3.3). Infinite on both sides when n differences cannot carry that level.
 */
export const walshInterval = (walsh: Float64Array, n: number, alpha: number): [number, number] => {
  const k = walshDepth(n, alpha);
  if (k === 0) return [-Infinity, Infinity];
  return [walsh[k - 1] ?? -Infinity, walsh[walsh.length - k] ?? Infinity];
};
