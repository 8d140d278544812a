import fc from "fast-check";
import { describe, expect, test } from "vitest";
import oracle from "../../../test/compare/oracle/scipy.json" with { type: "json" };
import { signedRankNull, signedRankP } from "./signed-rank.ts";

/** By definition: midranks by counting, then every one of the 2^n sign patterns. */
const byBruteForce = (d: readonly number[]): number => {
  const x = d.filter((v) => v !== 0);
  const rankOf = (v: number): number =>
    x.filter((w) => Math.abs(w) < Math.abs(v)).length + (x.filter((w) => Math.abs(w) === Math.abs(v)).length + 1) / 2;
  const ranks = x.map(rankOf);
  const sum = (signs: number): number => ranks.reduce((s, r, i) => ((signs >> i) & 1 ? s + r : s), 0);
  const observed = ranks.reduce((s, r, i) => ((x[i] ?? 0) > 0 ? s + r : s), 0);
  const all = Array.from({ length: 2 ** x.length }, (_, signs) => sum(signs));
  const low = all.filter((w) => w <= observed).length / all.length;
  const high = all.filter((w) => w >= observed).length / all.length;
  return Math.min(1, 2 * Math.min(low, high));
};

describe("signedRankP", () => {
  test("agrees with SciPy's exact test", () => {
    for (const { d, p } of oracle.signedRank) expect(signedRankP(d)).toBeCloseTo(p, 12);
  });
  test("agrees with brute force over all sign patterns, ties and zeros included", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 9 }), (d) => {
        expect(signedRankP(d)).toBeCloseTo(byBruteForce(d), 12);
      }),
      { numRuns: 150 },
    );
    const twelve = [3, -1, 4, 1, -5, 9, 2, 6, 5, -3, 5, 8];
    expect(signedRankP(twelve)).toBeCloseTo(byBruteForce(twelve), 12);
  });
  test("gives the published value for ten differences with rank sum 52", () => {
    expect(signedRankP([-1, -2, 3, 4, 5, 6, 7, 8, 9, 10])).toBe(0.009765625);
  });
  test("cannot reach 0.05 with five pairs, and can with six", () => {
    expect(signedRankP([1, 2, 3, 4, 5])).toBe(0.0625);
    expect(signedRankP([1, 2, 3, 4, 5, 6])).toBe(0.03125);
  });
  test("says nothing without differences", () => {
    expect(signedRankP([])).toBe(1);
    expect(signedRankP([0, 0, 0])).toBe(1);
  });
  test("is the same when all signs are turned, for any scale and any order", () => {
    const differences = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(differences, fc.constantFrom(0.001, 1000), (d, scale) => {
        const p = signedRankP(d);
        expect(signedRankP(d.map((x) => -x))).toBeCloseTo(p, 12);
        expect(signedRankP(d.map((x) => x * scale))).toBeCloseTo(p, 12);
        expect(signedRankP([...d].reverse())).toBeCloseTo(p, 12);
      }),
    );
  });
});

describe("signedRankNull", () => {
  test("is a distribution, the same from both ends", () => {
    const chance = signedRankNull([2, 4, 7, 7, 10]);
    expect(chance.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect([...chance].reverse()).toEqual([...chance]);
  });
});
