import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linear, logarithmic, logTicks, ticks } from "./scale.ts";

describe("scales", () => {
  test("map the ends of the domain to the ends of the range", () => {
    for (const scale of [linear([2, 8], [100, 0]), logarithmic([2, 8], [100, 0])]) {
      expect(scale(2)).toBeCloseTo(100);
      expect(scale(8)).toBeCloseTo(0);
    }
    expect(logarithmic([2, 8], [100, 0])(4)).toBeCloseTo(50);
  });
  test("map a domain without width to the middle", () => {
    expect(linear([3, 3], [0, 10])(3)).toBe(5);
  });
});

describe("ticks", () => {
  test("are round, rising, inside the domain and about as many as asked for", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (low, width) => {
          const got = ticks([low, low + width], 6);
          expect(got.length).toBeGreaterThanOrEqual(2);
          expect(got.length).toBeLessThanOrEqual(8);
          for (const [i, tick] of got.entries()) {
            expect(tick).toBeGreaterThanOrEqual(low - width * 1e-6);
            expect(tick).toBeLessThanOrEqual(low + width * (1 + 1e-6));
            if (i > 0) expect(tick).toBeGreaterThan(got[i - 1] ?? 0);
          }
        },
      ),
    );
    expect(ticks([0, 43], 5)).toEqual([0, 10, 20, 30, 40]);
  });
  test("of a logarithmic scale are 1, 2 and 5 times powers of ten", () => {
    expect(logTicks([80, 1200])).toEqual([100, 200, 500, 1000]);
  });
});
