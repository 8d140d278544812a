import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  detectableShift,
  minimumPairs,
  noiseRange,
  pairNoise,
  pairsForEquivalence,
  pairsToDetect,
} from "./pair-planning.ts";

describe("minimumPairs", () => {
  test("is as tabulated for families of 1, 4, 6 and 24", () => {
    expect([1, 4, 6, 24].map((m) => minimumPairs(m, 0.05))).toEqual([6, 8, 8, 10]);
    expect([1, 4, 6, 24].map((m) => minimumPairs(m, 0.0221))).toEqual([7, 9, 10, 12]);
  });
});

describe("pairsToDetect", () => {
  test("is near the simulated numbers for a typical machine's p95 (sd 7.7 %: 22 pairs for 5 %, 8 for 10 %)", () => {
    expect(pairsToDetect(Math.log(1.05), 0.077, 0.05)).toBeGreaterThanOrEqual(19);
    expect(pairsToDetect(Math.log(1.05), 0.077, 0.05)).toBeLessThanOrEqual(25);
    expect(pairsToDetect(Math.log(1.1), 0.077, 0.05)).toBeGreaterThanOrEqual(6);
    expect(pairsToDetect(Math.log(1.1), 0.077, 0.05)).toBeLessThanOrEqual(9);
  });
  test("is undefined when no plan would be long enough", () => {
    expect(pairsToDetect(0.0001, 0.5, 0.05)).toBeUndefined();
  });
  test("is the smallest number that finds the shift: one pair fewer does not", () => {
    const shift = fc.double({ min: 0.02, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(shift, fc.double({ min: 0.02, max: 0.2, noNaN: true }), (log, sd) => {
        const n = pairsToDetect(log, sd, 0.05) ?? Number.NaN;
        expect(detectableShift(sd / Math.sqrt(n), n - 1, 0.05)).toBeLessThanOrEqual(log * 1.000001);
        if (n > 3) expect(detectableShift(sd / Math.sqrt(n - 1), n - 2, 0.05)).toBeGreaterThan(log);
      }),
    );
  });
});

describe("pairsForEquivalence", () => {
  test("grows as the estimate nears the margin, and is undefined beyond it", () => {
    const near = pairsForEquivalence(0.05, 0.03, 0.06, 0.05) ?? Number.NaN;
    expect(near).toBeGreaterThan(pairsForEquivalence(0.05, 0, 0.06, 0.05) ?? Number.NaN);
    expect(pairsForEquivalence(0.05, -0.05, 0.06, 0.05)).toBeUndefined();
  });
});

describe("pairNoise", () => {
  test("undoes the half-width that a t interval of that noise would have", () => {
    expect(pairNoise((2.2621571628540993 * 0.08) / Math.sqrt(10), 10)).toBeCloseTo(0.08, 8);
  });
});

describe("noiseRange", () => {
  test("matches the tabulated chi-squared of nine degrees of freedom (4.168 and 14.684)", () => {
    const [low, high] = noiseRange(10);
    expect(low).toBeCloseTo(Math.sqrt(9 / 14.684), 2);
    expect(high).toBeCloseTo(Math.sqrt(9 / 4.168), 2);
  });
});
