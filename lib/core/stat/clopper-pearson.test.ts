import { expect, test } from "vitest";
import oracle from "../../../test/compare/oracle/scipy.json" with { type: "json" };
import { clopperPearson } from "./clopper-pearson.ts";

test("agrees with SciPy's exact interval", () => {
  for (const { hits, trials, alpha, value } of oracle.clopperPearson) {
    const [low, high] = clopperPearson(hits, trials, alpha);
    expect(low).toBeCloseTo(value[0] ?? Number.NaN, 10);
    expect(high).toBeCloseTo(value[1] ?? Number.NaN, 10);
  }
});
test("299 of 299 is what it takes to show 99 % agreement", () => {
  expect(clopperPearson(299, 299, 0.05)[0]).toBeGreaterThanOrEqual(0.99);
  expect(clopperPearson(298, 298, 0.05)[0]).toBeLessThan(0.99);
});
test("knows nothing without trials", () => {
  expect(clopperPearson(0, 0, 0.05)).toEqual([0, 1]);
});
