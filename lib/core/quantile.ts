// Quantiles of raw samples, and which quantiles a sample of a given size can carry at all.

/** Numbers in rising order, at least one; made only by `toSorted`. */
declare const sorted: unique symbol;
export type Sorted = readonly [number, ...number[]] & { readonly [sorted]: true };

const isNonEmptySorted = (xs: readonly number[]): xs is Sorted =>
  xs.length > 0 && xs.every((x, i) => i === 0 || (xs[i - 1] ?? Number.NaN) <= x);

/** A sorted copy, or undefined when `xs` is empty or holds a NaN. */
export const toSorted = (xs: readonly number[]): Sorted | undefined => {
  const copy = [...xs].sort((a, b) => a - b);
  return isNonEmptySorted(copy) ? copy : undefined;
};

/**
 * Quantile with linear interpolation at rank q·(n−1).
 *
 * Hyndman & Fan (1996) type 7: numpy's default and k6's formula for trends. `q` is in 0..1.
 */
export const quantile = (xs: Sorted, q: number): number => {
  const rank = (xs.length - 1) * q;
  const low = Math.floor(rank);
  const a = xs[low] ?? xs[0];
  const b = xs[low + 1] ?? a;
  return a + (b - a) * (rank - low);
};

/** The middle value; undefined when there is none. */
export const median = (xs: readonly number[]): number | undefined => {
  const s = toSorted(xs);
  return s && quantile(s, 0.5);
};

/**
 * How many samples a quantile needs before any 95 % upper bound on it exists: the smallest n with q^n ≤ 0.05
 * (p95: 59, p99: 299). With fewer, the largest sample would be a maximum in disguise.
 */
export const samplesNeeded = (q: number): number => Math.ceil(Math.log(0.05) / Math.log(q));
