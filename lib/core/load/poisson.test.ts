import { describe, expect, test } from "vitest";
import { poissonArrivals } from "./poisson.ts";

describe("poissonArrivals", () => {
  const due = poissonArrivals(7, 50, 200_000);

  test("is the same for the same seed and another for another", () => {
    expect(poissonArrivals(7, 50, 200_000)).toEqual(due);
    expect(poissonArrivals(8, 50, 200_000)).not.toEqual(due);
  });
  test("rises, within the duration", () => {
    expect(due.every((t, i) => t > (due[i - 1] ?? 0) && t < 200_000)).toBe(true);
  });
  test("has about as many arrivals as asked for, within four standard deviations", () => {
    expect(Math.abs(due.length - 10_000)).toBeLessThan(4 * Math.sqrt(10_000));
  });
  test("has gaps as irregular as an exponential's: their deviation is their mean", () => {
    const gaps = due.map((t, i) => t - (due[i - 1] ?? 0));
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    const sd = Math.sqrt(gaps.reduce((sum, g) => sum + (g - mean) ** 2, 0) / gaps.length);
    expect(sd / mean).toBeGreaterThan(0.95);
    expect(sd / mean).toBeLessThan(1.05);
  });
  test("keeps the arrivals of a shorter run when it is made longer", () => {
    expect(due.slice(0, 100)).toEqual(poissonArrivals(7, 50, 10_000).slice(0, 100));
  });
});
