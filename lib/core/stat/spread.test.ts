import { expect, test } from "vitest";
import { mean, spread, squares } from "./spread.ts";

test("mean, squares and spread of a worked example", () => {
  expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5);
  expect(squares([2, 4, 4, 4, 5, 5, 7, 9])).toBe(32);
  expect(spread([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
});
test("say nothing where there is nothing to say", () => {
  expect(mean([])).toBeNaN();
  expect(spread([3])).toBeNaN();
});
