// Equivalence by two one-sided tests: "no change" must be shown, it is not what is left when nothing was found.

/**
 * Whether a centre lies within ±margin, at level alpha: the interval of level 1 − 2·alpha lies inside (TOST;
 * Schuirmann, J. Pharmacokin. Biopharm. 15, 1987). `interval` and `margin` share a unit.
 */
export const isEquivalent = (interval: readonly [number, number], margin: number): boolean =>
  interval[0] > -margin && interval[1] < margin;
