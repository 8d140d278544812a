import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signedRankP } from "./signed-rank.ts";
import { hodgesLehmann, walshAverages, walshDepth, walshInterval } from "./walsh.ts";

const samples = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 6, maxLength: 14 });
describe("walshAverages", () => {
  test("are all pairwise means, sorted", () => {
    expect([...walshAverages([4, 1, 2])]).toEqual([1, 1.5, 2, 2.5, 3, 4]);
  });
});

describe("hodgesLehmann", () => {
  test("is the median of the Walsh averages", () => {
    expect(hodgesLehmann(walshAverages([4, 1, 2]))).toBe(2.25);
    expect(hodgesLehmann(walshAverages([3]))).toBe(3);
    expect(hodgesLehmann(walshAverages([]))).toBeUndefined();
  });
  test("moves by exactly what is added to every difference", () => {
    fc.assert(
      fc.property(samples, fc.double({ min: -5, max: 5, noNaN: true }), (d, shift) => {
        const before = hodgesLehmann(walshAverages(d)) ?? Number.NaN;
        expect(hodgesLehmann(walshAverages(d.map((x) => x + shift)))).toBeCloseTo(before + shift, 10);
      }),
    );
  });
  test("shrugs at one wild pair", () => {
    const calm = [0.01, -0.02, 0.03, 0, -0.01, 0.02, -0.03, 0.01, 0];
    expect(Math.abs(hodgesLehmann(walshAverages([...calm, 5])) ?? Number.NaN)).toBeLessThan(0.02);
  });
});

describe("walshDepth", () => {
  test("is 9 for ten pairs at 95 %, as tabulated, and 0 where no interval exists", () => {
    expect(walshDepth(10, 0.05)).toBe(9);
    expect(walshDepth(6, 0.05)).toBe(1);
    expect(walshDepth(5, 0.05)).toBe(0);
    expect(walshDepth(0, 0.05)).toBe(0);
  });
});

describe("walshInterval", () => {
  test("leaves out exactly the shifts that the signed-rank test rejects", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 6, maxLength: 10 }), (d) => {
        const walsh = walshAverages(d);
        const [low, high] = walshInterval(walsh, d.length, 0.05);
        const wrong = [...walsh].filter((w, i) => {
          const centre = (w + (walsh[i + 1] ?? w)) / 2;
          const onAnAverage = centre === w || centre === walsh[i + 1];
          const rejected = signedRankP(d.map((x) => x - centre)) <= 0.05;
          return !onAnAverage && rejected !== (centre < low || centre > high);
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
  test("is unbounded with too few pairs to say anything", () => {
    expect(walshInterval(walshAverages([1, 2, 3]), 3, 0.05)).toEqual([-Infinity, Infinity]);
  });
  test("is wider at a stricter level", () => {
    fc.assert(
      fc.property(samples, (d) => {
        const walsh = walshAverages(d);
        const [low95, high95] = walshInterval(walsh, d.length, 0.05);
        const [low90, high90] = walshInterval(walsh, d.length, 0.1);
        expect(low95).toBeLessThanOrEqual(low90);
        expect(high95).toBeGreaterThanOrEqual(high90);
      }),
    );
  });
});
