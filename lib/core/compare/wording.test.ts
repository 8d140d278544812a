import { describe, expect, test } from "vitest";
import { pairsOf, tenPairs } from "../../../test/compare/synthetic-pairs.ts";
import { comparePairs } from "./pairs.ts";
import { intervalText, pText, signedChange, signedPercent, verdictText } from "./wording.ts";

describe("a change in words", () => {
  test("has its sign, and none when there is none", () => {
    expect([0.12, -0.034, 0, null].map(signedPercent)).toEqual(["+12 %", "−3.4 %", "0 %", "n/a"]);
  });
  test("of fractions is in points, of anything else in percent", () => {
    expect([0.0031, -0.02, 0.000_001].map((x) => signedChange(x, "points"))).toEqual(["+0.31 pp", "−2.00 pp", "0 pp"]);
    expect(signedChange(0.0031, "relative")).toBe("+0.31 %");
    expect(signedChange(null, "points")).toBe("n/a");
  });
  test("has an interval whose open ends say so", () => {
    expect(intervalText({ low: -0.034, high: 0.12 })).toBe("[−3.4 %, +12 %]");
    expect(intervalText({ low: null, high: 0.12 })).toBe("[…, +12 %]");
    expect(intervalText({ low: -0.01, high: 0.002 }, "points")).toBe("[−1.00 pp, +0.20 pp]");
    expect(intervalText({ low: null, high: null })).toBe("[unbounded]");
  });
  test("has a p that is a bound where it is small", () => {
    expect([0.000_01, 0.0123, 0.456, 1, null].map(pText)).toEqual(["<0.0001", "0.012", "0.46", "1.00", "n/a"]);
  });
  test("that only informs has its verdict in brackets; inconclusive is never worded as passed", () => {
    expect(verdictText({ verdict: "no-change", gated: true })).toBe("no change");
    expect(verdictText({ verdict: "inconclusive", gated: false })).toBe("(inconclusive)");
  });
});

describe("the headline", () => {
  const instances = Array.from({ length: 10 }, (_, i) => ({
    rows: Array.from({ length: 20 }, (_, j) => ({ id: `r${j}`, aMs: 68, bMs: 68 * (1.05 + 0.001 * (i % 3)) })),
  }));
  test("has the times of both sides where a regression shows at rest", () => {
    const { headline } = comparePairs(pairsOf(10, 1), tenPairs, { restTimes: instances });
    expect(headline).toBe(
      "regressed: latency at rest 68.0 → 71.5 ms (+5.1 % [+5.0 %, +5.1 %]) (10 pairs of instances at rest, 10 interleaved pairs)",
    );
  });
  test("says how long it would take to settle what is open", () => {
    const { headline } = comparePairs(pairsOf(10, 1, { sd: 0.06 }), tenPairs);
    expect(headline).toMatch(/about [\d ]+ more pairs \(range [\d-]+\) to show no change, some (\d+ min|\d+ h)/);
  });
});
