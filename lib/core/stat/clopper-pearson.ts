// Exact bounds on a proportion from one count.

import { betaQuantile } from "./incomplete-beta.ts";

/**
 * One-sided bounds, each of level 1 − alpha, on the chance behind `hits` of `trials` independent trials.
 *
 * Clopper & Pearson, Biometrika 26 (1934), as quantiles of beta distributions. For a two-sided interval of level
 * 1 − a, pass alpha = a / 2. Without trials nothing is known: [0, 1].
 */
export const clopperPearson = (hits: number, trials: number, alpha: number): [number, number] => [
  hits === 0 ? 0 : betaQuantile(alpha, hits, trials - hits + 1),
  hits === trials ? 1 : betaQuantile(1 - alpha, hits + 1, trials - hits),
];
