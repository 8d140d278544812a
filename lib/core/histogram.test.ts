import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LatencyHistogram } from "./histogram.ts";

const of = (values: readonly number[]): LatencyHistogram => {
  const h = new LatencyHistogram();
  for (const v of values) h.record(v);
  return h;
};
const latencies = fc.array(fc.double({ min: 0.001, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 200 });

describe("LatencyHistogram", () => {
  test("keeps a quantile within 0.1 % of the sample it stands for", () => {
    fc.assert(
      fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
        const got = of(values).quantileMs(q) ?? Number.NaN;
        expect(Math.abs(got - exact)).toBeLessThanOrEqual(exact * 0.001 + 0.001);
      }),
    );
  });
  test("decode undoes encode", () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const h = of(values);
        expect([...LatencyHistogram.decode(h.encode()).steps()]).toEqual([...h.steps()]);
      }),
    );
  });
  test("merging is the same as recording everything in one", () => {
    fc.assert(
      fc.property(latencies, latencies, (a, b) => {
        const merged = of(a);
        merged.merge(of(b));
        expect([...merged.steps()]).toEqual([...of([...a, ...b]).steps()]);
      }),
    );
  });
  test("has no quantile without samples", () => {
    expect(new LatencyHistogram().quantileMs(0.99)).toBeUndefined();
  });
  test("counts what is at or below a limit", () => {
    expect(of([1, 2, 3, 500, 501, 900]).countAtMost(500)).toBe(4);
  });
});
