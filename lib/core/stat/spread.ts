// Mean and spread of a handful of numbers, in their own unit.

/** NaN of nothing. */
export const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;

/** Sum of squared deviations from the mean. */
export const squares = (xs: readonly number[]): number => {
  const m = mean(xs);
  return xs.reduce((sum, x) => sum + (x - m) ** 2, 0);
};

/** Standard deviation with n − 1; NaN with fewer than two numbers. */
export const spread = (xs: readonly number[]): number => Math.sqrt(squares(xs) / (xs.length - 1));
