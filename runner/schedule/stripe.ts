// Which share of a scenario one of several threads runs. Every iteration and every VU belongs to exactly one thread, so
// counts over all threads are those of a single one.

/** A share: of every `cycle` consecutive elements, those at `offsets`. */
export interface Stripe {
  readonly cycle: number;
  readonly offsets: readonly number[];
}

export const WHOLE: Stripe = { cycle: 1, offsets: [0] };

/** Every n-th element, from the index-th. */
export const everyNth = (index: number, n: number): Stripe => ({ cycle: n, offsets: [index] });

/** Whether an element (from 0) is in the share. */
export const owns = ({ cycle, offsets }: Stripe, element: number): boolean => offsets.includes(element % cycle);

/** How many of the first `total` elements are in the share. */
export function shareOf(stripe: Stripe, total: number): number {
  const rest = total % stripe.cycle;
  return Math.floor(total / stripe.cycle) * stripe.offsets.length + stripe.offsets.filter((o) => o < rest).length;
}

/** The element that is number `index` (from 0) in the share. */
export function elementOf(stripe: Stripe, index: number): number {
  const size = stripe.offsets.length;
  return Math.floor(index / size) * stripe.cycle + (stripe.offsets[index % size] ?? 0);
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** A share of a share: of the elements in `outer`, numbered from 0, those in `inner`. */
export function compose(outer: Stripe, inner: Stripe): Stripe {
  const size = outer.offsets.length;
  if (size === 0 || inner.offsets.length === 0) return { cycle: 1, offsets: [] };
  const rounds = inner.cycle / gcd(inner.cycle, size);
  const numbers = Array.from({ length: size * rounds }, (_, number) => number).filter((number) => owns(inner, number));
  return { cycle: outer.cycle * rounds, offsets: numbers.map((number) => elementOf(outer, number)) };
}

/**
 * Shares in proportion to whole weights, spread evenly: each element goes to the first thread that is behind its due
 * (taken·total ≤ element·weight), the heaviest asked first. Threads of weight 0 get nothing.
 */
export function weightedStripes(weights: readonly number[]): readonly Stripe[] {
  const cycle = weights.reduce((a, b) => a + b, 0);
  const offsets = weights.map((): number[] => []);
  const order = weights.map((_, i) => i).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  for (let element = 0; element < cycle; element++) {
    const next = order.find((i) => {
      const taken = offsets[i]?.length ?? 0;
      const weight = weights[i] ?? 0;
      return taken < weight && taken * cycle <= element * weight;
    });
    offsets[next ?? order.find((i) => (offsets[i]?.length ?? 0) < (weights[i] ?? 0)) ?? 0]?.push(element);
  }
  return offsets.map((own) => ({ cycle: Math.max(1, cycle), offsets: own }));
}
