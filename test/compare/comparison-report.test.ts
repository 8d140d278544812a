// What a comparison of pairs looks like on a terminal.

import { describe, expect, test } from "vitest";
import type { Comparison } from "../../lib/core/compare/model.ts";
import { pairOrders } from "../../lib/core/compare/order.ts";
import { comparePairs, type MeasuredPair, type PairedDesign } from "../../lib/core/compare/pairs.ts";
import { runStatistics } from "../../lib/core/compare/run-statistics.ts";
import { seededRandom } from "../../lib/core/random.ts";
import { comparisonModel } from "../../report/model/comparison-model.ts";
import { type Paint, paintFor, plainPaint } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { normals } from "./simulation.ts";
import { pairsOf, tenPairs } from "./synthetic-pairs.ts";
import { syntheticRecording } from "./synthetic-recording.ts";

const coloured = paintFor({ write: () => undefined, columns: 120, colour: true });

const comparisonReport = (c: Comparison, paint: Paint = plainPaint): string =>
  renderTerminal(comparisonModel(c, []), paint);

const design: PairedDesign = { ...tenPairs, seed: 7 };

/** Ten pairs of whole recordings; B is `factor` times as slow, every run `sd` of noise. */
const recordedPairs = (factor: number, sd: number): readonly MeasuredPair[] => {
  const normal = normals(seededRandom(11));
  const run = (id: string, label: string, slowdown: number) =>
    runStatistics(syntheticRecording({ id, label, slowdown: slowdown * Math.exp(sd * normal()) }));
  return pairOrders([10], 7).map((order, i) => ({
    index: i + 1,
    order,
    a: run(`a${i}`, "baseline", 1),
    b: run(`b${i}`, "after", factor),
  }));
};

describe("the terminal report of pairs", () => {
  test.each([
    ["regressed", 1.25, 0.01],
    ["improved", 0.6, 0.01],
    ["no-change", 1, 0.01],
    ["inconclusive", 1.03, 0.08],
  ])("%s", async (verdict, factor, sd) => {
    const c = comparePairs(recordedPairs(factor, sd), design);
    expect(c.verdict).toBe(verdict);
    const last = comparisonReport(c).trimEnd().split("\n").at(-1) ?? "";
    expect(last.toLowerCase().startsWith(verdict.replace("-", " "))).toBe(true);
    expect(last).toContain(c.headline.replace(/^[a-z ]+: /, ""));
  });

  test("has colour by verdict, and the same text beneath it", () => {
    const c = comparePairs(recordedPairs(1.25, 0.01), design);
    const text = comparisonReport(c, coloured);
    expect(text).toContain("\u001b[31m");
    expect(
      text
        .split("\u001b")
        .map((part) => part.replace(/^\[\d+m/, ""))
        .join(""),
    ).toBe(comparisonReport(c));
  });

  test("of a duet that was interrupted with a dropped pair says all three", async () => {
    const pairs = pairsOf(9, 1.3).map((pair) => ({
      ...pair,
      order: "both" as const,
      b: pair.index === 4 ? { ...pair.b, unusable: "CPU steal 9 %" } : pair.b,
    }));
    const c = comparePairs(pairs, { ...design, kind: "duet", looksTaken: 0, interrupted: true });
    await expect(comparisonReport(c)).toMatchFileSnapshot("../golden/compare/duet-interrupted.txt");
  });
});
