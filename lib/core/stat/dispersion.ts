// How much more counts vary from run to run than independent failures would: the price of bursts.

import type { Proportion } from "./newcombe.ts";

/**
 * Pearson's dispersion of hits over runs, at least 1: the mean of (hits − expected)² / variance with one degree of
 * freedom lost to the common rate (McCullagh & Nelder, "Generalized Linear Models", 2nd ed. 1989, section 4.5).
 * Dividing trials by it gives the number of independent trials that would be as informative. Fewer than two runs, or
 * nothing but hits or misses, say nothing about bursts: 1.
 */
export const dispersion = (runs: readonly Proportion[]): number => {
  const trials = runs.reduce((sum, r) => sum + r.trials, 0);
  const rate = runs.reduce((sum, r) => sum + r.hits, 0) / trials;
  const chi2 = runs.reduce((sum, r) => sum + (r.hits - r.trials * rate) ** 2 / (r.trials * rate * (1 - rate)), 0);
  return Number.isFinite(chi2) && runs.length > 1 ? Math.max(1, chi2 / (runs.length - 1)) : 1;
};
