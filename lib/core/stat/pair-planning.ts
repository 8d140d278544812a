// How many pairs a claim needs, from the noise seen so far. Projections, not promises: at 10 pairs the noise itself is
// known to about a quarter, so the number of pairs only to about a factor of two either way.

import { studentQuantile } from "./student-t.ts";

/** Upper 80 % point of the standard normal: claims are planned to succeed four times in five. */
const POWER_80 = 0.8416212335729143;

/** Plans longer than this are not plans. */
export const MOST_PAIRS = 2000;

/**
 * Fewest pairs with which the smallest of `family` signed-rank p values could survive Holm at `alpha`: 2/2^n must be
 * at most alpha/family (family 1: 6; 4: 8; alpha 0.0221, family 1: 7).
 */
export const minimumPairs = (family: number, alpha: number): number => Math.ceil(Math.log2((2 * family) / alpha));

/** Standard deviation of one pair's log ratio, from the half-width of its 95 % Walsh interval over n pairs. */
export const pairNoise = (halfWidth95: number, n: number): number =>
  (halfWidth95 * Math.sqrt(n)) / upperQuantile(0.05, n - 1);

/** Smallest total number of pairs for which `enough` holds (it holds for all larger); undefined beyond any plan. */
const smallestTotal = (enough: (n: number) => boolean): number | undefined => {
  let low = 1;
  let high = 2;
  while (!enough(high)) {
    if (high >= MOST_PAIRS) return undefined;
    low = high;
    high = Math.min(MOST_PAIRS, 2 * high);
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
};

/** Total pairs that find a shift of `log` units four times in five, at two-sided `alpha` and noise `sd` per pair. */
export const pairsToDetect = (log: number, sd: number, alpha: number): number | undefined =>
  smallestTotal((n) => detectableShift(sd / Math.sqrt(n), n - 1, alpha) <= log);

/** Total pairs that show |centre| < margin (log units) at level `alpha`, four times in five, if `estimate` stays. */
export const pairsForEquivalence = (margin: number, estimate: number, sd: number, alpha: number): number | undefined =>
  Math.abs(estimate) >= margin ? undefined : pairsToDetect(margin - Math.abs(estimate), sd, 2 * alpha);

/** Quantiles already worked out: every plan asks for the same few hundred, and each costs ten incomplete betas. */
const quantiles = new Map<string, number>();

const upperQuantile = (alpha: number, df: number): number => {
  if (!Number.isInteger(df)) return studentQuantile(1 - alpha / 2, df);
  const key = `${alpha} ${df}`;
  const t = quantiles.get(key) ?? studentQuantile(1 - alpha / 2, df);
  quantiles.set(key, t);
  return t;
};

/** Smallest shift, in the unit of `standardError`, that is found four times in five at two-sided `alpha`. */
export const detectableShift = (standardError: number, df: number, alpha: number): number =>
  (upperQuantile(alpha, df) + POWER_80) * standardError;

/**
 * Factors on the noise between which it lies four times in five, when estimated from n pairs: [below 1, above 1].
 *
 * Square root of (n−1)/chi-squared, with the chi-squared quantile by Wilson & Hilferty (PNAS 17, 1931): within 1 % for
 * the 5 pairs and more of interest.
 */
export const noiseRange = (n: number): [number, number] => {
  const df = n - 1;
  const z = 1.2815515655446004;
  const perDf = (sign: number): number => (1 - 2 / (9 * df) + sign * z * Math.sqrt(2 / (9 * df))) ** 3;
  return [Math.sqrt(1 / perDf(1)), Math.sqrt(1 / perDf(-1))];
};
