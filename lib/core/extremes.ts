// The smallest and the largest of any number of values. Math.max(...values) is a call with as many arguments: from some
// 120 000 on, the seconds of a run of a day and a half, it overflows the stack.

/** Infinity of none, as Math.min() has it. */
export const smallest = (values: Iterable<number>): number => {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) if (!(value >= least)) least = value;
  return least;
};

/** −Infinity of none, as Math.max() has it. */
export const largest = (values: Iterable<number>): number => {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) if (!(value <= most)) most = value;
  return most;
};
