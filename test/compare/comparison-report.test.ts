// What a comparison of pairs and a noise profile look like on a terminal.

import { describe, expect, test } from "vitest";
import { noiseSession } from "../../lib/core/compare/noise-profile.ts";
import { pairOrders } from "../../lib/core/compare/order.ts";
import { comparePairs, type MeasuredPair, type PairedDesign } from "../../lib/core/compare/pairs.ts";
import { runStatistics } from "../../lib/core/compare/run-statistics.ts";
import { seededRandom } from "../../lib/core/random.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { comparisonReport } from "../../report/terminal/comparison-report.ts";
import { noiseReport } from "../../report/terminal/noise-report.ts";
import { normals } from "./simulation.ts";
import { pairsOf, tenPairs } from "./synthetic-pairs.ts";
import { syntheticRecording } from "./synthetic-recording.ts";

const plain = paintFor({ write: () => undefined, columns: undefined, colour: false });
const coloured = paintFor({ write: () => undefined, columns: 120, colour: true });

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
    await expect(comparisonReport(c, plain)).toMatchFileSnapshot(`../golden/compare/pairs-${verdict}.txt`);
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
    ).toBe(comparisonReport(c, plain));
  });

  test("of a duet that was interrupted with a dropped pair says all three", async () => {
    const pairs = pairsOf(9, 1.3).map((pair) => ({
      ...pair,
      order: "both" as const,
      b: pair.index === 4 ? { ...pair.b, unusable: "CPU steal 9 %" } : pair.b,
    }));
    const c = comparePairs(pairs, { ...design, kind: "duet", looksTaken: 0, interrupted: true });
    await expect(comparisonReport(c, plain)).toMatchFileSnapshot("../golden/compare/duet-interrupted.txt");
  });
});

describe("the noise report", () => {
  test("says what eight to twenty pairs can find, and when they can find nothing", async () => {
    const aa = comparePairs(recordedPairs(1, 0.03), design);
    const session = noiseSession(aa);
    const profile = { schema: "tailgate.noise/1", hostId: "c0ffee", sessions: [session] } as const;
    await expect(noiseReport(session, profile, 9)).toMatchFileSnapshot("../golden/compare/noise.txt");
  });
});
