import fc from "fast-check";
import { expect, test } from "vitest";
import { largest, smallest } from "./extremes.ts";

test("are those of Math.min and Math.max", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true })), (values) => {
      expect([smallest(values), largest(values)].map((x) => x + 0)).toEqual(
        [Math.min(...values), Math.max(...values)].map((x) => x + 0),
      );
    }),
  );
});
test("have no most: a soak of four days", () => {
  const seconds = Array.from({ length: 350_000 }, (_, t) => t);
  expect([smallest(seconds), largest(seconds)]).toEqual([0, 349_999]);
});
