import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom, shuffled } from "./random.ts";

describe("seededRandom", () => {
  test("gives the same sequence for the same seed, and another for the next seed", () => {
    const take = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
  });
  test("fills [0, 1) evenly: chi-squared of 100 000 draws over 100 cells stays in its 99.9 % range", () => {
    for (const seed of [0, 1, 2, 123_456]) {
      const random = seededRandom(seed);
      const cells = new Array<number>(100).fill(0);
      for (let i = 0; i < 100_000; i++) {
        const at = Math.floor(random() * 100);
        cells[at] = (cells[at] ?? 0) + 1;
      }
      const chi2 = cells.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
      expect(chi2).toBeGreaterThan(57);
      expect(chi2).toBeLessThan(149);
    }
  });
});

describe("shuffled", () => {
  test("keeps every item", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        expect(shuffled(items, seededRandom(seed)).sort()).toEqual([...items].sort());
      }),
    );
  });
  test("puts each item in each place about equally often", () => {
    const random = seededRandom(3);
    const firsts = Array.from({ length: 6000 }, () => shuffled(["a", "b", "c"], random)[0]);
    for (const item of ["a", "b", "c"]) {
      const share = firsts.filter((x) => x === item).length / 6000;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(0.02);
    }
  });
});
