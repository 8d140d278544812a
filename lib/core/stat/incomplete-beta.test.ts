import fc from "fast-check";
import { expect, test } from "vitest";
import oracle from "../../../test/compare/oracle/scipy.json" with { type: "json" };
import { betaQuantile, incompleteBeta } from "./incomplete-beta.ts";

test("the incomplete beta function agrees with SciPy", () => {
  for (const { x, a, b, value } of oracle.incompleteBeta) {
    expect(Math.abs(incompleteBeta(x, a, b) - value)).toBeLessThan(1e-11);
  }
});
test("its inverse agrees with SciPy", () => {
  for (const { p, a, b, value } of oracle.betaQuantile) {
    expect(Math.abs(betaQuantile(p, a, b) - value)).toBeLessThan(1e-10);
  }
});
test("quantile undoes distribution", () => {
  const shape = fc.double({ min: 0.5, max: 500, noNaN: true });
  fc.assert(
    fc.property(shape, shape, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (a, b, p) => {
      expect(incompleteBeta(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 9);
    }),
    { numRuns: 50 },
  );
});
