// Seeded random numbers: the same seed gives the same sequence on every machine, in k6 and in Node. Not for secrets.

/** Uniform numbers in [0, 1), 32 random bits each. */
export type Random = () => number;

/**
 * xoshiro128** (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021), its four words filled by
 * splitmix32 so that near seeds give unrelated sequences. `seed` is any integer; its lowest 32 bits count.
 */
export const seededRandom = (seed: number): Random => {
  let mix = seed | 0;
  const word = (): number => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [word(), word(), word(), word()];
  return () => {
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return scrambled / 0x1_0000_0000;
  };
};

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** A shuffled copy: every order equally likely (Fisher & Yates, 1938). */
export const shuffled = <T>(items: readonly T[], random: Random): T[] => {
  const rest = [...items];
  const out: T[] = [];
  while (rest.length > 0) out.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return out;
};

/**
 * A 32-bit hash of integers, each bit of which depends on every bit of them: the finaliser of MurmurHash3 (Appleby,
 * public domain) once per value. For drawing the n-th of something without drawing the ones before it.
 */
export const mix32 = (...values: readonly number[]): number => {
  let h = 0x9e3779b9;
  for (const value of values) {
    h = (h ^ value) >>> 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h = ((h ^ (h >>> 16)) + 0x9e3779b9) >>> 0;
  }
  return h;
};
