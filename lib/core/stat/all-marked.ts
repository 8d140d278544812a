// The upper end of the hypergeometric distribution, which needs no sum over a tail.

/**
 * The chance that `drawn` of `total` things, drawn without replacement, are all among `marked` of them:
 * C(marked, drawn) / C(total, drawn).
 *
 * It is the one-sided p value of Fisher's exact test for a table whose one cell is zero (R. A. Fisher, "The Design of
 * Experiments", 1935, chapter II: the lady who tastes tea). 1 when nothing is drawn, 0 when `marked` cannot suffice.
 */
export const allMarked = (drawn: number, marked: number, total: number): number => {
  let chance = 1;
  for (let i = 0; i < drawn && chance > 0; i++) chance *= Math.max(0, marked - i) / (total - i);
  return chance;
};
