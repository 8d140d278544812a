// Holm's step-down correction: the chance of any false claim in a family of tests stays at or below alpha, whatever
// the tests have to do with each other.

/**
 * Adjusted p values in the order given: reject those at or below alpha.
 *
 * S. Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Statist. 6 (1979): the i-th smallest
 * of m is multiplied by m − i + 1 and never falls below a smaller one's.
 */
export const holm = (p: readonly number[]): number[] => {
  const order = p.map((value, at) => ({ value, at })).sort((x, y) => x.value - y.value);
  const adjusted = new Array<number>(p.length);
  let highest = 0;
  order.forEach(({ value, at }, i) => {
    highest = Math.max(highest, Math.min(1, value * (p.length - i)));
    adjusted[at] = highest;
  });
  return adjusted;
};
