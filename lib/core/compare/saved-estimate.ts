// The estimate from saved recordings: a difference of mean logs whose interval counts the noise between runs and,
// above all, between days, which no number of repeats on one day can show.

import { mean, squares } from "../stat/spread.ts";
import { studentQuantile, studentTwoSidedP } from "../stat/student-t.ts";
import type { Estimate } from "./estimate.ts";
import type { Noise } from "./noise-profile.ts";

/** Level of every saved comparison; there is one look. */
export const SAVED_ALPHA = 0.05;

/** Degrees of freedom that stand for "assumed, not estimated". */
const ASSUMED = 1e4;

/**
 * Assumed between days where the host has no profile: the level of a shared CI runner (15 %) and the drift within a
 * day (6 %), the noisiest of the three environments in docs/statistics.md, together and rounded up.
 */
export const defaultDayNoise: Noise = { sd: 0.17, df: ASSUMED };

/** Assumed between runs of one day, from the same environment: its pairs' spread divided by √2. @param sd the metric's */
export const defaultRunNoise = (sd: number): Noise => ({ sd, df: ASSUMED });

/** What the recordings themselves show between runs, but never less than `expected`: few runs may agree by luck. */
const noiseBetweenRuns = (a: readonly number[], b: readonly number[], expected: Noise): Noise => {
  const df = a.length + b.length - 2;
  const seen = df > 0 ? Math.sqrt((squares(a) + squares(b)) / df) : 0;
  return seen > expected.sd ? { sd: seen, df } : expected;
};

/**
 * From the logs of each run, `sign` −1 where higher is better. Variance: 2·day² + run²·(1/nA + 1/nB); degrees of
 * freedom by Satterthwaite (Biometrics Bulletin 2, 1946).
 */
export const estimateFromSides = (
  a: readonly number[],
  b: readonly number[],
  sign: 1 | -1,
  noise: { readonly run: Noise; readonly day: Noise },
): Estimate => {
  const run = noiseBetweenRuns(a, b, noise.run);
  const parts = [
    { variance: 2 * noise.day.sd ** 2, df: noise.day.df },
    { variance: run.sd ** 2 * (1 / a.length + 1 / b.length), df: run.df },
  ];
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const df = variance ** 2 / parts.reduce((sum, part) => sum + part.variance ** 2 / part.df, 0);
  const standardError = Math.sqrt(variance);
  const centre = sign * (mean(b) - mean(a));
  const interval = (level: number): [number, number] => {
    const reach = studentQuantile((1 + level) / 2, df) * standardError;
    return [centre - reach, centre + reach];
  };
  return {
    centre,
    p: studentTwoSidedP(centre / standardError, df),
    interval95: interval(0.95),
    equivalence: interval(1 - 2 * SAVED_ALPHA),
    noise: { standardError, df },
    n: Math.min(a.length, b.length),
  };
};
