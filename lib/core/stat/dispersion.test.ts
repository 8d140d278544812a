import { expect, test } from "vitest";
import { dispersion } from "./dispersion.ts";

const runs = (hits: readonly number[]) => hits.map((h) => ({ hits: h, trials: 1000 }));

test("is 1 when counts vary no more than chance", () => {
  expect(dispersion(runs([10, 11, 9, 10]))).toBe(1);
});
test("shows bursts: all failures of four runs in one run", () => {
  // By hand: rate 0.01, expected 10; ((40-10)^2 + 3 * 10^2) / 9.9 / 3
  expect(dispersion(runs([0, 0, 40, 0]))).toBeCloseTo(1200 / 9.9 / 3, 10);
});
test("claims nothing where nothing can be known", () => {
  expect(dispersion(runs([0, 0, 0]))).toBe(1);
  expect(dispersion(runs([1000, 1000]))).toBe(1);
  expect(dispersion(runs([7]))).toBe(1);
  expect(dispersion([])).toBe(1);
});
