import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signFlipP } from "./sign-flip.ts";

const byBruteForce = (d: readonly number[]): number => {
  const observed = d.reduce((s, x) => s + x, 0);
  let reaching = 0;
  for (let signs = 0; signs < 2 ** d.length; signs++) {
    const sum = d.reduce((s, x, i) => s + ((signs >> i) & 1 ? x : -x), 0);
    if (sum >= observed) reaching++;
  }
  return reaching / 2 ** d.length;
};

describe("signFlipP", () => {
  test("agrees with brute force over all sign patterns", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 10 }), (d) => {
        expect(signFlipP(d)).toBeCloseTo(byBruteForce(d), 12);
      }),
      { numRuns: 150 },
    );
  });
  test("is one in 2^n when every pair is worse", () => {
    expect(signFlipP([1, 5, 2, 8, 1, 1, 1, 3, 2, 4])).toBe(1 / 1024);
  });
  test("says nothing when nothing differs", () => {
    expect(signFlipP([])).toBe(1);
    expect(signFlipP([0, 0, 0])).toBe(1);
  });
  test("a burst in one run is no evidence", () => {
    expect(signFlipP([0, 0, 40, 0, 0, 0, 0, 0, 0, 0])).toBe(0.5);
  });
  test("counts equal sums of fractions as equal, whatever their rounding", () => {
    expect(signFlipP([0.1, 0.2, -0.3])).toBe(signFlipP([1, 2, -3]));
  });
  test("both directions together cover every pattern at least once", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 24 }), (d) => {
        expect(signFlipP(d) + signFlipP(d.map((x) => -x))).toBeGreaterThanOrEqual(1 - 1e-12);
      }),
    );
  });
  test("refuses what it cannot count exactly", () => {
    expect(() => signFlipP(new Array<number>(41).fill(1))).toThrow(RangeError);
  });
});
