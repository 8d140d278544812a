import { expect, test } from "vitest";
import { ownMetrics } from "../../../test/support/own-metrics.ts";
import { pooledChecks, pooledMetrics } from "./pooled-metrics.ts";
import { readSketch } from "./sketch-text.ts";

test("runs of a script add up: counts, extremes and the distribution", () => {
  const [newest, older] = [ownMetrics(100, 4), ownMetrics(200, 8)];
  const pooled = pooledMetrics([newest, older]);
  const by = (name: string) => pooled.find((m) => m.name === name);
  expect(pooled.map((m) => m.name)).toEqual(newest.map((m) => m.name));
  expect(by("found")).toMatchObject({ n: 800, sum: 788, sketch: null });
  expect(by("sold")).toMatchObject({ n: 400, sum: 400 });
  expect(by("queue")).toMatchObject({ n: 2, last: 7 });
  const checkout = by("checkout");
  expect(checkout).toMatchObject({ n: 800, min: 80, windows: newest[0]?.windows });
  // Half of the values are around 100, half around 200: the upper tail is the slower run's.
  const slower = readSketch(older[0]?.sketch ?? "").quantile(0.9);
  expect(checkout?.p95).toBeCloseTo(slower ?? Number.NaN, 0);
});

test("a metric that one run has only stays as it is", () => {
  const all = ownMetrics(100, 0);
  expect(pooledMetrics([[], all])).toEqual(all);
});

test("checks add up by name and endpoint", () => {
  const check = (endpoint: string | null, passes: number, fails: number) => ({
    name: "is 200",
    endpoint,
    passes,
    fails,
  });
  expect(pooledChecks([[check("a", 3, 1)], [check("a", 2, 0), check(null, 1, 1)]])).toEqual([
    check("a", 5, 1),
    check(null, 1, 1),
  ]);
});
