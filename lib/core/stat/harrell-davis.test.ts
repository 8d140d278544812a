import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normals } from "../../../test/compare/simulation.ts";
import { quantile, toSorted } from "../quantile.ts";
import { seededRandom } from "../random.ts";
import { harrellDavis } from "./harrell-davis.ts";
import { spread } from "./spread.ts";

const steps = (values: readonly number[]) => [...values].sort((x, y) => x - y).map((value) => ({ value, count: 1 }));
const of = (values: readonly number[], q: number): number => harrellDavis(steps(values), q) ?? Number.NaN;

describe("harrellDavis", () => {
  test("has the weights of the beta distribution where they are known in closed form", () => {
    // Median of three: I_x(2, 2) = 3x² − 2x³.
    expect(of([10, 20, 60], 0.5)).toBeCloseTo((7 * 10 + 13 * 20 + 7 * 60) / 27, 10);
    // q = 0.9 of nine: I_x(9, 1) = x⁹.
    const nine = [3, 5, 8, 13, 21, 34, 55, 89, 144];
    const exact = nine.reduce((sum, x, i) => sum + x * (((i + 1) / 9) ** 9 - (i / 9) ** 9), 0);
    expect(of(nine, 0.9)).toBeCloseTo(exact, 9);
    // q = 0.25 of three: I_x(1, 3) = 1 − (1 − x)³.
    expect(of([1, 2, 4], 0.25)).toBeCloseTo(1 * (19 / 27) + 2 * (7 / 27) + 4 * (1 / 27), 10);
  });
  test("is undefined of nothing, and the value itself of one", () => {
    expect(harrellDavis([], 0.5)).toBeUndefined();
    expect(of([42], 0.99)).toBeCloseTo(42, 10);
  });
  test("equal values may be counted or listed", () => {
    const counted = [
      { value: 5, count: 3 },
      { value: 9, count: 2 },
    ];
    expect(harrellDavis(counted, 0.95)).toBeCloseTo(of([5, 5, 5, 9, 9], 0.95), 12);
  });
  test("lies within its sample, grows with q and with the scale", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 60 }), (xs) => {
        const [low, mid, high] = [of(xs, 0.1), of(xs, 0.5), of(xs, 0.95)];
        expect(low).toBeGreaterThanOrEqual(Math.min(...xs) * (1 - 1e-9));
        expect(high).toBeLessThanOrEqual(Math.max(...xs) * (1 + 1e-9));
        expect(mid).toBeGreaterThanOrEqual(low * (1 - 1e-9));
        expect(high).toBeGreaterThanOrEqual(mid * (1 - 1e-9));
        expect(
          of(
            xs.map((x) => 3 * x),
            0.5,
          ),
        ).toBeCloseTo(3 * mid, 4);
      }),
    );
  });
  test.each([
    ["a median of 40", 40, 0.5],
    ["a p95 of 200", 200, 0.95],
  ])("varies less than the order statistic: %s log-normal latencies", (_, n, q) => {
    const normal = normals(seededRandom(5));
    const pairs = Array.from({ length: 600 }, () => {
      const xs = Array.from({ length: n }, () => Math.exp(0.5 * normal()));
      const sorted = toSorted(xs);
      return [Math.log(of(xs, q)), Math.log(sorted === undefined ? Number.NaN : quantile(sorted, q))] as const;
    });
    expect(spread(pairs.map(([hd]) => hd))).toBeLessThan(0.97 * spread(pairs.map(([, raw]) => raw)));
  });
});
