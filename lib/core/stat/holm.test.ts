import fc from "fast-check";
import { describe, expect, test } from "vitest";
import oracle from "../../../test/compare/oracle/scipy.json" with { type: "json" };
import { holm } from "./holm.ts";

describe("holm", () => {
  test("agrees with statsmodels", () => {
    for (const { p, adjusted } of oracle.holm) {
      holm(p).forEach((value, i) => {
        expect(value).toBeCloseTo(adjusted[i] ?? Number.NaN, 12);
      });
    }
  });
  test("never makes a p value smaller, nor larger than Bonferroni does", () => {
    const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(ps, (p) => {
        holm(p).forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(p[i] ?? Number.NaN);
          expect(value).toBeLessThanOrEqual(Math.min(1, (p[i] ?? Number.NaN) * p.length));
        });
      }),
    );
  });
  test("does not depend on the order of the family", () => {
    const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(ps, (p) => {
        expect(holm([...p].reverse()).reverse()).toEqual(holm(p));
      }),
    );
  });
});
