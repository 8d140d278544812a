import { expect, test } from "vitest";
import oracle from "../../../test/compare/oracle/scipy.json" with { type: "json" };
import { studentQuantile, studentTwoSidedP } from "./student-t.ts";

test("quantiles agree with SciPy", () => {
  for (const { p, df, value } of oracle.studentQuantile) {
    expect(Math.abs(studentQuantile(p, df) / value - 1)).toBeLessThan(1e-7);
  }
  expect(studentQuantile(0.5, 3)).toBe(0);
});
test("tails agree with SciPy", () => {
  for (const { t, df, value } of oracle.studentTwoSidedP) {
    expect(Math.abs(studentTwoSidedP(t, df) - value)).toBeLessThan(1e-10);
  }
});
