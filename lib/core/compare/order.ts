// In which order the two runs of each pair are made: random, so that a pair's sign is a fair coin under no difference,
// and balanced, so that being first or second cannot favour a side. The tests' error rates rest on this file.

import { seededRandom, shuffled } from "../random.ts";

export type Order = "AB" | "BA";

/** As many AB as BA in random order; an odd one out is a coin's choice. */
const balanced = (count: number, random: () => number): Order[] => {
  const half = Math.floor(count / 2);
  const orders: Order[] = [...new Array<Order>(half).fill("AB"), ...new Array<Order>(half).fill("BA")];
  if (count % 2 === 1) orders.push(random() < 0.5 ? "AB" : "BA");
  return shuffled(orders, random);
};

/**
 * The order of every pair up to the last of `looks` (numbers of pairs, rising), balanced up to each look, since the
 * comparison may end at any of them.
 */
export const pairOrders = (looks: readonly number[], seed: number): readonly Order[] => {
  const random = seededRandom(seed);
  return looks.flatMap((look, i) => balanced(look - (looks[i - 1] ?? 0), random));
};
