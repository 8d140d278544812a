import { expect, test } from "vitest";
import { isEquivalent } from "./equivalence.ts";

test("no change needs the whole interval inside the margin", () => {
  expect(isEquivalent([-0.01, 0.02], 0.05)).toBe(true);
  expect(isEquivalent([-0.01, 0.06], 0.05)).toBe(false);
  expect(isEquivalent([-0.06, 0.01], 0.05)).toBe(false);
});
test("an interval that ends on the margin, or nowhere, shows nothing", () => {
  expect(isEquivalent([-0.05, 0.02], 0.05)).toBe(false);
  expect(isEquivalent([-Infinity, Infinity], 0.05)).toBe(false);
});
