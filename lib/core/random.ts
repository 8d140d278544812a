// Seeded randomness that is the same in k6, in Node and on any thread. Not for secrets.

/**
 * A 32-bit hash of integers: every bit of the output depends on every bit of the input.
 *
 * Finaliser of MurmurHash3 (Appleby, public domain), applied once per input.
 */
export function mix32(...values: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const value of values) {
    h = (h ^ value) >>> 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h = (h ^ (h >>> 16)) >>> 0;
    h = (h + 0x9e3779b9) >>> 0;
  }
  return h;
}

/** Uniform numbers in [0, 1). */
export type Random = () => number;

/** A sequence fixed by its seed: mulberry32 (Ettinger, public domain), period 2^32. */
export function seededRandom(seed: number): Random {
  let state = mix32(seed);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A shuffled copy (Fisher and Yates, in Durstenfeld's form). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const deck = [...items];
  for (let i = deck.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [deck[i], deck[j]];
    if (a !== undefined && b !== undefined) [deck[i], deck[j]] = [b, a];
  }
  return deck;
}
