import { expect, test } from "vitest";
import type { ChangeRow } from "../../model/model.ts";
import { reachOf } from "./comparison.ts";

const row = (low: number, high: number): ChangeRow => ({
  metric: "p95",
  before: "",
  after: "",
  unit: "relative",
  change: (low + high) / 2,
  low,
  high,
  floor: 0.03,
  p: null,
  gated: true,
  verdict: "no-change",
  detectable: null,
  notes: [],
  pairChanges: [],
});

test("one wide interval does not make dots of the others", () => {
  const ordinary = [row(-0.04, 0.05), row(-0.02, 0.06), row(-0.03, 0.03)];
  expect(reachOf([...ordinary, row(-1.09, 1.09)])).toBeCloseTo(0.066, 9);
  expect(reachOf(ordinary)).toBeCloseTo(0.066, 9);
});

test("the scale is never narrower than 5 % and never wider than 100 %", () => {
  expect(reachOf([])).toBe(0.05);
  expect(reachOf([row(-9, 9)])).toBe(1);
});
