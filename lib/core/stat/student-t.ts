// Student's t distribution: tails and quantiles, for any positive number of degrees of freedom.

import { incompleteBeta, lnGamma } from "./incomplete-beta.ts";

/** P(|T| ≥ |t|) with `df` degrees of freedom (NIST DLMF 8.17: I_x(df/2, 1/2) at x = df/(df+t²)). */
export const studentTwoSidedP = (t: number, df: number): number => incompleteBeta(df / (df + t * t), df / 2, 0.5);

const density = (t: number, df: number): number =>
  Math.exp(lnGamma((df + 1) / 2) - lnGamma(df / 2) - ((df + 1) / 2) * Math.log1p((t * t) / df)) /
  Math.sqrt(df * Math.PI);

/**
 * The t that a share `p` of the distribution lies below, 0 < p < 1.
 *
 * Newton's method from zero on the two-sided tail: it is convex there, so that steps never overshoot.
 */
export const studentQuantile = (p: number, df: number): number => {
  const tail = 2 * Math.min(p, 1 - p);
  let t = 0;
  for (;;) {
    const step = (studentTwoSidedP(t, df) - tail) / (2 * density(t, df));
    t += step;
    if (!(step > 1e-12 * t)) return p < 0.5 ? -t : t;
  }
};
