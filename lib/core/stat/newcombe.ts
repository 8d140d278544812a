// Interval for the difference of two proportions, sound near 0 % where the textbook formula is not, and how to widen
// it when failures come in bursts.

/** Hits of trials; both may be fractional (effective numbers after `dispersion`). */
export interface Proportion {
  readonly hits: number;
  readonly trials: number;
}

/** Wilson's score interval [low, high] at `z` standard errors (Wilson, JASA 22, 1927). */
const wilson = ({ hits, trials }: Proportion, z: number): [number, number] => {
  const p = hits / trials;
  const centre = hits + (z * z) / 2;
  const reach = z * Math.sqrt(hits * (1 - p) + (z * z) / 4);
  const scale = trials + z * z;
  return [Math.max(0, (centre - reach) / scale), Math.min(1, (centre + reach) / scale)];
};

/**
 * Interval [low, high] for the chance of `b` less that of `a`, at `z` standard errors (1.96: 95 % two-sided).
 *
 * Newcombe's hybrid score, method 10 of Statistics in Medicine 17 (1998) 873-890. Both must have trials.
 */
export const newcombeInterval = (a: Proportion, b: Proportion, z: number): [number, number] => {
  const difference = b.hits / b.trials - a.hits / a.trials;
  const [lowA, highA] = wilson(a, z);
  const [lowB, highB] = wilson(b, z);
  const pA = a.hits / a.trials;
  const pB = b.hits / b.trials;
  return [difference - Math.hypot(pB - lowB, highA - pA), difference + Math.hypot(highB - pB, pA - lowA)];
};
