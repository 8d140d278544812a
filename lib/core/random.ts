// Seeded random numbers: the same seed gives the same sequence on every machine. Not for secrets.

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
