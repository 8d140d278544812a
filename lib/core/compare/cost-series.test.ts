import { describe, expect, test } from "vitest";
import { pairsOf, tenPairs } from "../../../test/compare/synthetic-pairs.ts";
import { comparePairs, type MeasuredPair } from "./pairs.ts";
import type { CostStatistics } from "./run-statistics.ts";

const cost = (cpuPerThousand: number, more: Partial<CostStatistics> = {}): CostStatistics => ({
  source: "processes",
  values: { cpuPerThousand, memoryBytes: 200e6 },
  isCoarse: false,
  ...more,
});

/** Ten pairs under a noisy load, whose cost wavers by 1 %. */
const pairs = (
  of: (pair: number) => { a: CostStatistics | null | undefined; b: CostStatistics | null | undefined },
): readonly MeasuredPair[] =>
  pairsOf(10, 1, { sd: 0.1 }).map((pair, i) => {
    const { a, b } = of(i);
    return { ...pair, a: { ...pair.a, cost: a }, b: { ...pair.b, cost: b } };
  });

const wavering = (i: number): number => 1 + 0.01 * (((i * 7) % 5) - 2);
const compared = (of: Parameters<typeof pairs>[0]) => comparePairs(pairs(of), tenPairs);
const row = (of: Parameters<typeof pairs>[0]) => compared(of).metrics.find((r) => r.metric === "cpuPerThousand");

describe("the cost of the work", () => {
  test("is gated: 5 % more CPU is found where the load hides it", () => {
    const c = compared((i) => ({ a: cost(20), b: cost(21 * wavering(i)) }));
    expect(c.metrics.find((r) => r.metric === "cpuPerThousand")).toMatchObject({ verdict: "regressed", gated: true });
    expect(c.verdict).toBe("regressed");
    expect(c.headline).toContain("CPU per thousand +5.0 %");
  });
  test("the same on both sides is no change", () => {
    expect(row((i) => ({ a: cost(20), b: cost(20 * wavering(i)) }))?.verdict).toBe("no-change");
  });
  test("of a service that cannot be read on one side there is no row, and that is said", () => {
    const c = compared((i) => ({ a: cost(20), b: i === 3 ? null : cost(40) }));
    expect(c.metrics.some((r) => r.metric === "cpuPerThousand")).toBe(false);
    expect(c.notes.find((n) => n.kind === "no cost")?.text).toContain("runs of the new version have no CPU time");
    expect(c.verdict).not.toBe("regressed");
  });
  test("read in two ways it is not compared", () => {
    const c = compared(() => ({ a: cost(20), b: cost(40, { source: "metrics" }) }));
    expect(c.metrics.some((r) => r.metric === "cpuPerThousand")).toBe(false);
    expect(c.notes.find((n) => n.kind === "no cost")?.text).toContain("read from processes");
  });
  test("recordings older than the figure say nothing of it", () => {
    const c = compared(() => ({ a: undefined, b: undefined }));
    expect(c.notes.some((n) => n.kind === "no cost")).toBe(false);
  });
  test("where the clock is too coarse it is shown as not judged, and gates nothing", () => {
    const coarse = row((i) => ({ a: cost(20), b: cost(40, { isCoarse: i === 0 }) }));
    expect(coarse).toMatchObject({ verdict: "unsupported", gated: false });
    expect(coarse?.notes[0]).toContain("clock of 100 Hz");
  });
});
