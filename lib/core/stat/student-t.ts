// Student's t distribution: tails and quantiles, for any positive number of degrees of freedom.

import { betaQuantile, incompleteBeta } from "./incomplete-beta.ts";

/** P(|T| ≥ |t|) with `df` degrees of freedom (NIST DLMF 8.17: I_x(df/2, 1/2) at x = df/(df+t²)). */
export const studentTwoSidedP = (t: number, df: number): number => incompleteBeta(df / (df + t * t), df / 2, 0.5);

/** The t that a share `p` of the distribution lies below, 0 < p < 1. */
export const studentQuantile = (p: number, df: number): number => {
  if (p === 0.5) return 0;
  const x = betaQuantile(2 * Math.min(p, 1 - p), df / 2, 0.5);
  return Math.sign(p - 0.5) * Math.sqrt(df * (1 / x - 1));
};
