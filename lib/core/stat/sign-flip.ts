// The exact sign-flip test on paired counts (failures of B less failures of A): under no difference, random order
// within pairs makes either sign of each difference equally likely, however bursty the failures are.

/** Most differences that are not zero; each half of the 2^n sign patterns then has at most 2^20. */
const MOST = 40;

/** Rounding slack when sums that should be equal are compared, relative to the sum of sizes. */
const SLACK = 1e-12;

const signedSums = (sizes: readonly number[]): Float64Array => {
  let sums = new Float64Array([0]);
  for (const size of sizes) {
    const next = new Float64Array(sums.length * 2);
    sums.forEach((s, i) => {
      next[i] = s + size;
      next[sums.length + i] = s - size;
    });
    sums = next;
  }
  return sums.sort();
};

/**
 * Exact one-sided p that the sum of `d` (any unit) is as large as it is or larger: the share of the 2^n sign patterns
 * that reach it (Fisher's randomisation test, "The Design of Experiments", 1935, section 21). Small p: B has more.
 *
 * Counted by meeting in the middle: all sums of each half, one half sorted ascending against the other descending.
 * @throws RangeError beyond 40 differences that are not zero
 */
export const signFlipP = (d: readonly number[]): number => {
  const nonZero = d.filter((x) => x !== 0);
  if (nonZero.length > MOST) throw new RangeError(`sign-flip test: more than ${MOST} differences`);
  const sizes = nonZero.map(Math.abs);
  const slack = SLACK * sizes.reduce((sum, x) => sum + x, 0);
  const least = nonZero.reduce((sum, x) => sum + x, 0) - slack;
  const half = sizes.length >> 1;
  const left = signedSums(sizes.slice(0, half));
  const right = signedSums(sizes.slice(half));
  let reaching = 0;
  let from = right.length;
  for (const s of left) {
    while (from > 0 && s + (right[from - 1] ?? 0) >= least) from--;
    reaching += right.length - from;
  }
  return reaching / (left.length * right.length);
};
