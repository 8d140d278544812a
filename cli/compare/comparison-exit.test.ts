import { describe, expect, test } from "vitest";
import type { OverallVerdict } from "../../lib/core/compare/model.ts";
import { comparePairs } from "../../lib/core/compare/pairs.ts";
import { pairsOf, tenPairs } from "../../test/compare/synthetic-pairs.ts";
import { comparisonExit } from "./comparison-exit.ts";

const ended = (verdict: OverallVerdict, interrupted = false) => {
  const c = comparePairs(pairsOf(10, 1), { ...tenPairs, interrupted });
  return { ...c, verdict };
};

describe("comparisonExit", () => {
  test.each<[OverallVerdict, number, number]>([
    ["regressed", 1, 1],
    ["invalid", 4, 4],
    ["inconclusive", 0, 3],
    ["no-change", 0, 0],
    ["improved", 0, 0],
  ])("%s exits %i, and %i when strict", (verdict, loose, strict) => {
    expect([comparisonExit(ended(verdict), false), comparisonExit(ended(verdict), true)]).toEqual([loose, strict]);
  });
  test("an interrupted comparison exits 105, unless what it has is bad enough", () => {
    expect(comparisonExit(ended("no-change", true), false)).toBe(105);
    expect(comparisonExit(ended("inconclusive", true), true)).toBe(105);
    expect(comparisonExit(ended("regressed", true), false)).toBe(1);
  });
});
