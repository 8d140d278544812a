import { expect, test } from "vitest";
import { allMarked } from "./all-marked.ts";

test("is one in seventy for the lady tasting tea", () => {
  expect(allMarked(4, 4, 8)).toBeCloseTo(1 / 70, 15);
});
test("is certain when all are marked or none is drawn, and impossible when too few are", () => {
  expect(allMarked(5, 9, 9)).toBe(1);
  expect(allMarked(0, 0, 9)).toBe(1);
  expect(allMarked(3, 2, 9)).toBe(0);
});
test("is near the power of the share in a large sample", () => {
  expect(allMarked(3, 10_000, 1_000_000) / 1e-6).toBeCloseTo(1, 2);
});
