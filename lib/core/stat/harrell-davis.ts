// A quantile of less variance than an order statistic: the mean of all order statistics, each weighted by how likely it
// is to be the quantile.

import { incompleteBeta } from "./incomplete-beta.ts";

/** Equal values counted once. */
export interface Step {
  readonly value: number;
  readonly count: number;
}

/**
 * The `q` quantile (0 < q < 1) of values in rising order; undefined without any.
 *
 * F. E. Harrell and C. E. Davis, "A new distribution-free quantile estimator", Biometrika 69 (1982), 635-640: the
 * weights are increments of the beta distribution with (n+1)q and (n+1)(1−q).
 */
export function harrellDavis(steps: readonly Step[], q: number): number | undefined {
  const n = steps.reduce((sum, { count }) => sum + count, 0);
  if (n === 0) return undefined;
  const [a, b] = [(n + 1) * q, (n + 1) * (1 - q)];
  let [below, reached, sum] = [0, 0, 0];
  for (const { value, count } of steps) {
    below += count;
    const share = incompleteBeta(below / n, a, b);
    sum += value * (share - reached);
    reached = share;
  }
  return sum;
}
