// Hits of trials over the runs of both sides: the arithmetic that failures and wrong answers share. The run, not the
// request, is the unit: hits come in bursts.

import { formatPercent } from "../format.ts";
import { dispersion } from "../stat/dispersion.ts";
import { newcombeInterval, type Proportion } from "../stat/newcombe.ts";
import type { Interval } from "./model.ts";

export interface Counts {
  /** By run. */
  readonly a: readonly Proportion[];
  readonly b: readonly Proportion[];
}

/** An upper bound in words: "at most 1.5 %", "below 0.01 %". */
export const boundText = (fraction: number): string => {
  const text = formatPercent(fraction);
  return text.startsWith("<") ? `below ${text.slice(1)}` : `at most ${text}`;
};

/** Upper 97.5 %, 95 % and 99 % points of the standard normal. */
export const Z = { twoSided95: 1.959963984540054, oneSided95: 1.6448536269514722, oneSided99: 2.3263478740408408 };

export const pooled = (runs: readonly Proportion[]): Proportion => ({
  hits: runs.reduce((sum, r) => sum + r.hits, 0),
  trials: runs.reduce((sum, r) => sum + r.trials, 0),
});

export const share = ({ hits, trials }: Proportion): number | null => (trials > 0 ? hits / trials : null);

/** Share of B less share of A, run by run; runs without trials on either side are left out. */
export const pairDifferences = ({ a, b }: Counts): number[] =>
  a.flatMap((x, i) => {
    const [pA, pB] = [share(x), share(b[i] ?? { hits: 0, trials: 0 })];
    return pA === null || pB === null ? [] : [pB - pA];
  });

/**
 * Interval of the difference in shares at `z` standard errors, both sides' trials divided by the larger dispersion
 * of the two, or by `least` when the runs are too few to show it.
 */
export const differenceInterval = ({ a, b }: Counts, z: number, least = 1): Interval => {
  const phi = Math.max(least, dispersion(a), dispersion(b));
  const effective = (runs: readonly Proportion[]): Proportion => {
    const { hits, trials } = pooled(runs);
    return { hits: hits / phi, trials: trials / phi };
  };
  if (pooled(a).trials === 0 || pooled(b).trials === 0) return { low: null, high: null };
  const [low, high] = newcombeInterval(effective(a), effective(b), z);
  return { low, high };
};
