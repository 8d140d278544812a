import { describe, expect, test } from "vitest";
import { type CostReading, costBetween } from "./cost-between.ts";

/** A service that uses half a core, read every 200 ms from 0 to 10 s. */
const steady: readonly CostReading[] = Array.from({ length: 51 }, (_, i) => ({
  atMs: i * 200,
  cpuSeconds: 3 + i * 0.1,
  rssBytes: 1e6 + i,
  stepSeconds: 0.02,
}));

describe("costBetween", () => {
  test("edges between readings are exact for work done evenly", () => {
    expect(costBetween(steady, 1130, 7250)?.cpuSeconds).toBeCloseTo(6.12 / 2, 9);
  });
  test("says how far it may be off: ticks, and the work between the readings around an edge", () => {
    const { uncertaintySeconds } = costBetween(steady, 1130, 7250) ?? { uncertaintySeconds: 0 };
    expect(uncertaintySeconds).toBeCloseTo(Math.hypot(0.1 / Math.sqrt(12), 0.1 / Math.sqrt(12), 0.02), 9);
    expect(costBetween(steady, 1000, 7200)?.uncertaintySeconds).toBeCloseTo(0.02, 9);
  });
  test("the largest memory of the phase, not of what came before", () => {
    const readings = steady.map((r, i) => ({ ...r, rssBytes: i === 0 ? 9e9 : r.rssBytes }));
    expect(costBetween(readings, 2000, 8000)?.rssBytes).toBe(1e6 + 40);
  });
  test("readings may lie far from the edges, which makes the figure less sure and not unknown", () => {
    const sparse = steady.filter((_, i) => i % 20 === 0);
    const cost = costBetween(sparse, 1000, 7000);
    expect(cost?.cpuSeconds).toBeCloseTo(3, 9);
    expect(cost?.uncertaintySeconds).toBeGreaterThan(0.5);
  });
  test("nothing where readings do not reach the edges, fall, or are one", () => {
    expect(costBetween(steady, 2000, 11_000)).toBeUndefined();
    expect(costBetween(steady.slice(20), 1000, 8000)).toBeUndefined();
    expect(costBetween(steady.slice(0, 1), 0, 100)).toBeUndefined();
    expect(costBetween([], 0, 100)).toBeUndefined();
    const replaced = steady.map((r, i) => (i === 20 ? { ...r, cpuSeconds: 0.5 } : r));
    expect(costBetween(replaced, 2000, 8000)).toBeUndefined();
    expect(costBetween(replaced, 5000, 8000)?.cpuSeconds).toBeCloseTo(1.5, 9);
  });
});
