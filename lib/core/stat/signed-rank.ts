// Wilcoxon's signed-rank test, exact at every size it is used for: no normal approximation, ties by midranks, zeros
// dropped. It asks whether paired differences are centred on zero; it does not say by how much (see walsh.ts).

/**
 * Null distribution of twice the rank sum of the positive differences, as probabilities indexed by that sum.
 *
 * `doubledRanks` are twice the (mid)ranks, so that they are whole. Each sign is a fair coin under the null, so the
 * distribution is a product of n two-point ones: O(n · sum) by dynamic programming (Hollander, Wolfe & Chicken,
 * "Nonparametric Statistical Methods", 3rd ed. 2014, section 3.1).
 */
export const signedRankNull = (doubledRanks: readonly number[]): Float64Array => {
  const total = doubledRanks.reduce((sum, r) => sum + r, 0);
  const chance = new Float64Array(total + 1);
  chance[0] = 1;
  let reach = 0;
  for (const rank of doubledRanks) {
    reach += rank;
    for (let s = reach; s >= 0; s--) {
      chance[s] = 0.5 * ((chance[s] ?? 0) + (s >= rank ? (chance[s - rank] ?? 0) : 0));
    }
  }
  return chance;
};

/** Twice the midranks of |d|, in the order of `d`: tied sizes share the mean of their ranks. */
const doubledMidranks = (sizes: readonly number[]): number[] => {
  const order = sizes.map((size, at) => ({ size, at })).sort((x, y) => x.size - y.size);
  const ranks = new Array<number>(sizes.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && order[to]?.size === order[from]?.size) to++;
    for (const { at } of order.slice(from, to)) ranks[at] = from + to + 1;
    from = to;
  }
  return ranks;
};

/**
 * Exact two-sided p of `d` (paired differences, any unit): twice the smaller tail, at most 1.
 *
 * Zeros are dropped and the rest ranked without them (Wilcoxon 1945). Nothing left gives p = 1. With n differences no
 * p is below 2/2^n, so that 5 pairs can never reach 0.05.
 */
export const signedRankP = (d: readonly number[]): number => {
  const nonZero = d.filter((x) => x !== 0);
  const ranks = doubledMidranks(nonZero.map(Math.abs));
  const observed = ranks.reduce((sum, rank, i) => ((nonZero[i] ?? 0) > 0 ? sum + rank : sum), 0);
  const chance = signedRankNull(ranks);
  const smaller = Math.min(observed, chance.length - 1 - observed);
  let tail = 0;
  for (let s = 0; s <= smaller; s++) tail += chance[s] ?? 0;
  return Math.min(1, 2 * tail);
};
