import { expect, test } from "vitest";
import oracle from "../../../test/compare/oracle/scipy.json" with { type: "json" };
import { mcnemarP } from "./mcnemar.ts";

test("agrees with statsmodels", () => {
  for (const { onlyA, onlyB, p } of oracle.mcnemar) expect(mcnemarP(onlyA, onlyB)).toBeCloseTo(p, 10);
});
test("five disagreements cannot be significant, six can", () => {
  expect(mcnemarP(0, 5)).toBeGreaterThan(0.05);
  expect(mcnemarP(0, 6)).toBeLessThan(0.05);
});
