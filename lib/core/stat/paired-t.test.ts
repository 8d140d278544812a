import { expect, test } from "vitest";
import oracle from "../../../test/compare/oracle/scipy.json" with { type: "json" };
import { pairedTP } from "./paired-t.ts";

test("agrees with SciPy", () => {
  for (const { d, p } of oracle.pairedT) expect(pairedTP(d)).toBeCloseTo(p, 10);
});
test("has no answer without spread", () => {
  expect(pairedTP([])).toBeUndefined();
  expect(pairedTP([1])).toBeUndefined();
  expect(pairedTP([2, 2, 2])).toBeUndefined();
});
