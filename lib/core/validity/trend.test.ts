import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { theilSen, thinned } from "./trend.ts";

const line = (n: number, slope: number, noise: (i: number) => number = () => 0) =>
  Array.from({ length: n }, (_, x) => ({ x, y: 3 + slope * x + noise(x) }));

describe("theilSen", () => {
  test("finds the slope of a straight line, however long", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 700 }), fc.double({ min: -50, max: 50, noNaN: true }), (n, slope) => {
        expect(theilSen(line(n, slope))?.slope).toBeCloseTo(slope, 6);
      }),
    );
  });
  test("is not bent by a quarter of wild points", () => {
    const trend = theilSen(line(40, 2, (i) => (i % 4 === 0 ? 1000 : 0)));
    expect(trend?.slope).toBeCloseTo(2, 0);
  });
  test("has an interval that holds its slope and covers zero for noise", () => {
    const noise = theilSen(line(60, 0, (i) => ((i * 7919) % 31) - 15));
    expect(noise?.low).toBeLessThan(0);
    expect(noise?.high).toBeGreaterThan(0);
  });
  test("holds the true slope in 99 of 100 noisy series", () => {
    let state = 1;
    const random = (): number => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const normal = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    const holds = Array.from({ length: 500 }, () => theilSen(line(30, 0.5, () => 5 * normal()))).filter(
      (trend) => trend !== undefined && trend.low <= 0.5 && trend.high >= 0.5,
    ).length;
    expect(holds / 500).toBeGreaterThan(0.975);
    expect(holds / 500).toBeLessThan(1);
  });
  test("needs four points", () => {
    expect(theilSen(line(3, 1))).toBeUndefined();
  });
});

describe("thinned", () => {
  test("keeps a short series and the ends of a long one", () => {
    expect(thinned(line(10, 1))).toHaveLength(10);
    const long = thinned(line(1000, 1));
    expect(long.length).toBeLessThanOrEqual(120);
    expect(long[0]?.x).toBeLessThan(10);
    expect(long.at(-1)?.x).toBeGreaterThan(989);
  });
});
