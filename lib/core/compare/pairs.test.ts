import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairsOf, tenPairs } from "../../../test/compare/synthetic-pairs.ts";
import { type RunValues, syntheticRun } from "../../../test/compare/synthetic-run.ts";
import type { Comparison, MetricRow } from "./model.ts";
import { comparePairs, type MeasuredPair } from "./pairs.ts";
import type { EndpointStatistics } from "./run-statistics.ts";
import { headline } from "./wording.ts";

const scaledBy = (factor: number, { values }: EndpointStatistics): EndpointStatistics["values"] => ({
  ...values,
  p95Ms: (values.p95Ms ?? 0) * factor,
  p99Ms: (values.p99Ms ?? 0) * factor,
});

const row = (c: Comparison, id: string): MetricRow => {
  const found = c.metrics.find((m) => m.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
};

const verdictsOf = (c: Comparison): string[] => c.metrics.map((m) => `${m.id} ${m.verdict}`);

const flipped: Readonly<Record<string, string>> = { regressed: "improved", improved: "regressed" };

const swap = (pairs: readonly MeasuredPair[]): MeasuredPair[] =>
  pairs.map((pair) => ({ ...pair, order: pair.order === "AB" ? "BA" : "AB", a: pair.b, b: pair.a }));

const mapEndpoints = (pairs: readonly MeasuredPair[], change: (e: EndpointStatistics) => EndpointStatistics) =>
  pairs.map((pair) => ({
    ...pair,
    a: { ...pair.a, endpoints: pair.a.endpoints.map(change) },
    b: { ...pair.b, endpoints: pair.b.endpoints.map(change) },
  }));

const anyPairs = fc
  .record({
    n: fc.integer({ min: 1, max: 14 }),
    factor: fc.constantFrom(0.7, 0.93, 1, 1.03, 1.1, 1.5),
    sd: fc.constantFrom(0, 0.01, 0.05, 0.2),
    seed: fc.integer(),
  })
  .map(({ n, factor, sd, seed }) => pairsOf(n, factor, { sd, seed }));

describe("comparePairs", () => {
  test("finds a slowdown of 25 % in ten pairs, says how large, and in which sense", () => {
    const c = comparePairs(pairsOf(10, 1.25), tenPairs);
    expect(c.verdict).toBe("regressed");
    expect(c.headline).toMatch(/^regressed: predict p95 \+2\d % \[\+2\d %, \+2\d %\]; also/);
    const p95 = row(c, "predict.p95Ms");
    expect(p95.change).toBeCloseTo(0.25, 1);
    expect(p95.improvement).toBeCloseTo(-0.25, 1);
    const rate = row(c, "all.ratePerSec");
    expect(rate.change).toBeCloseTo(-0.2, 1);
    expect(rate.improvement).toBe(rate.change);
  });

  test("calls a speed-up improved, and equal versions no change", () => {
    expect(comparePairs(pairsOf(10, 0.5), tenPairs).verdict).toBe("improved");
    expect(comparePairs(pairsOf(10, 1), tenPairs).verdict).toBe("no-change");
  });

  test("does not call noise anything but inconclusive, and plans how many more pairs would settle it", () => {
    const c = comparePairs(pairsOf(10, 1, { sd: 0.1, seed: 5 }), tenPairs);
    expect(c.verdict).toBe("inconclusive");
    expect(c.headline).toMatch(/^inconclusive: .* more pairs \(range \d+-\d+\)/);
    const plan = row(c, "predict.p95Ms").morePairs;
    expect(plan?.low).toBeLessThanOrEqual(plan?.pairs ?? 0);
    expect(plan?.high).toBeGreaterThanOrEqual(plan?.pairs ?? Infinity);
  });

  test("calls a real change below the floor no change, and says that it is real", () => {
    const p95 = row(comparePairs(pairsOf(12, 1.02, { sd: 0.002 }), tenPairs), "predict.p95Ms");
    expect(p95.verdict).toBe("no-change");
    expect(p95.notes).toContain("a real change, but below the floor");
  });

  test("concludes nothing from five pairs, however clear they look", () => {
    const c = comparePairs(pairsOf(5, 2), tenPairs);
    expect(c.verdict).toBe("inconclusive");
    expect(c.notes.map((n) => n.kind)).toContain("too few pairs");
    expect(comparePairs(pairsOf(5, 1), tenPairs).verdict).toBe("inconclusive");
  });

  test("concludes nothing about speed where only answers were judged, and they are as before", () => {
    const atRest = { restTimes: [{ rows: [{ id: "1", aMs: 10, bMs: 10 }] }], restAlone: true };
    const answers = { checked: 3000, mismatched: 0, labelled: 0, incorrect: 0 };
    const pair = pairsOf(1, 1, { a: { answers }, b: { answers } });
    const c = comparePairs(pair, { ...tenPairs, plannedLooks: [1] }, atRest);
    expect(c.answers.some((answer) => answer.gated && answer.verdict === "no-change")).toBe(true);
    expect(c.verdict).toBe("inconclusive");
    expect(c.headline).toContain("neither speed nor failures could be judged");
  });

  test("names the odd pair when it makes the t test and the rank test disagree", () => {
    const pairs = pairsOf(12, 1.03, { sd: 0.005 }).map((pair) =>
      pair.index === 7 ? { ...pair, b: syntheticRun("odd", { p95Ms: 20 }) } : pair,
    );
    expect(row(comparePairs(pairs, tenPairs), "predict.p95Ms").notes.join()).toMatch(
      /disagree: look at counted pair 7/,
    );
  });

  test("swapping the sides flips every verdict and turns every change round", () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const [there, back] = [comparePairs(pairs, tenPairs), comparePairs(swap(pairs), tenPairs)];
        expect(verdictsOf(back)).toEqual(there.metrics.map((m) => `${m.id} ${flipped[m.verdict] ?? m.verdict}`));
        there.metrics.forEach((m, i) => {
          expect((1 + (m.change ?? 0)) * (1 + (back.metrics[i]?.change ?? 0))).toBeCloseTo(1, 10);
        });
      }),
      { numRuns: 40 },
    );
  });

  test("the order in which pairs are listed changes nothing", () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const turned = comparePairs([...pairs].reverse(), tenPairs);
        comparePairs(pairs, tenPairs).metrics.forEach((m, i) => {
          const other = turned.metrics[i];
          expect([other?.verdict, other?.p]).toEqual([m.verdict, m.p]);
          expect(other?.change).toBeCloseTo(m.change ?? Number.NaN, 12);
        });
      }),
      { numRuns: 30 },
    );
  });

  test("a thousand times slower on both sides is the same comparison", () => {
    const scaled = (pairs: readonly MeasuredPair[]) =>
      mapEndpoints(pairs, (e) => ({ ...e, values: scaledBy(1000, e) }));
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        expect(verdictsOf(comparePairs(scaled(pairs), tenPairs))).toEqual(verdictsOf(comparePairs(pairs, tenPairs)));
      }),
      { numRuns: 30 },
    );
  });

  test("slowing every run of B by the same factor moves the estimate by exactly that", () => {
    const [plain, slowed] = [pairsOf(10, 1), pairsOf(10, 1.3)].map((pairs) =>
      row(comparePairs(pairs, tenPairs), "predict.p95Ms"),
    );
    expect((1 + (slowed?.change ?? 0)) / (1 + (plain?.change ?? 0))).toBeCloseTo(1.3, 10);
  });
});

describe("what a comparison does not judge", () => {
  test("a difference below 1 ms, whatever its percentage", () => {
    const tiny = mapEndpoints(pairsOf(10, 1.5), (e) => ({ ...e, values: scaledBy(0.001, e) }));
    expect(row(comparePairs(tiny, tenPairs), "predict.p95Ms").verdict).toBe("no-change");
  });
  test("p99 of a thousand requests a run: it is shown, and p95 is gated", () => {
    const c = comparePairs(pairsOf(10, 1.25, { a: { count: 1000 }, b: { count: 1000 } }), tenPairs);
    expect([row(c, "predict.p95Ms").gated, row(c, "predict.p99Ms").gated]).toEqual([true, false]);
    expect(row(c, "predict.p99Ms").change).not.toBeNull();
    expect(row(c, "predict.p99Ms").notes.join()).toMatch(/smallest run has 1000 .* needs 3000/);
  });
  test("p95 of a hundred requests: the median stands in for it", () => {
    const c = comparePairs(pairsOf(10, 1.25, { a: { count: 100 }, b: { count: 100 } }), tenPairs);
    expect(row(c, "predict.p95Ms").verdict).toBe("unsupported");
    expect(row(c, "predict.p50Ms")).toMatchObject({ gated: true, verdict: "regressed" });
    expect(row(c, "predict.meanMs").gated).toBe(false);
  });
  test("any quantile of ten requests: the mean stands in for it", () => {
    const c = comparePairs(pairsOf(10, 1.25, { a: { count: 10 }, b: { count: 10 } }), tenPairs);
    expect(row(c, "predict.p50Ms").verdict).toBe("unsupported");
    expect(row(c, "predict.meanMs")).toMatchObject({ gated: true, verdict: "regressed" });
  });
  test("the rate of an open model, which is what was asked for: the achieved share is gated instead", () => {
    const open = pairsOf(10, 1).map((pair) => ({
      ...pair,
      a: { ...pair.a, loadModel: "open" as const, achievedFraction: 1 },
      b: { ...pair.b, loadModel: "open" as const, achievedFraction: 0.9 },
    }));
    const c = comparePairs(open, tenPairs);
    expect(c.metrics.filter((m) => m.metric === "ratePerSec")).toEqual([]);
    expect(row(c, "all.achievedFraction")).toMatchObject({ gated: true, verdict: "regressed" });
  });
  test("health requests, which are not the service's work: they are information", () => {
    const health = (e: EndpointStatistics): EndpointStatistics => ({ ...e, name: "health", isInference: false });
    const both = pairsOf(10, 1.5).map((pair) => ({
      ...pair,
      a: { ...pair.a, endpoints: [...pair.a.endpoints, ...pair.a.endpoints.map(health)] },
      b: { ...pair.b, endpoints: [...pair.b.endpoints, ...pair.b.endpoints.map(health)] },
    }));
    const c = comparePairs(both, tenPairs);
    expect(row(c, "health.p95Ms")).toMatchObject({ gated: false, verdict: "regressed" });
    expect(c.metrics.filter((m) => m.endpoint === "health" && m.gated)).toEqual([]);
  });
});

describe("a metric on one side only", () => {
  const nothing: RunValues = {
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    meanMs: null,
    ratePerSec: null,
  };
  test("is a regression when B lost it", () => {
    const c = comparePairs(pairsOf(10, 1, { b: { ...nothing, failed: 3000 } }), tenPairs);
    expect(row(c, "predict.p95Ms")).toMatchObject({ verdict: "regressed", b: null, change: null });
    expect(c.verdict).toBe("regressed");
  });
  test("is a regression even when B lost it in one pair only", () => {
    const pairs = pairsOf(10, 1).map((pair) =>
      pair.index === 3 ? { ...pair, b: syntheticRun("gone", { ...nothing, failed: 3000 }) } : pair,
    );
    expect(row(comparePairs(pairs, tenPairs), "predict.p95Ms").verdict).toBe("regressed");
  });
  test("cannot be judged when A never had it", () => {
    const c = comparePairs(pairsOf(10, 1, { a: { ...nothing, failed: 3000 } }), tenPairs);
    expect(row(c, "predict.p95Ms").verdict).toBe("inconclusive");
    expect(c.verdict).toBe("inconclusive");
  });
});

test("a change that is shown stands in the headline, whatever is undecided beside it", () => {
  const c = comparePairs(pairsOf(12, 1.25), tenPairs);
  const rows = c.metrics.map((r) =>
    r.id === "predict.p95Ms"
      ? {
          ...r,
          gated: false,
          verdict: "improved" as const,
          change: -0.69,
          changeInterval: { low: -0.72, high: -0.65 },
          improvement: 0.69,
          p: 0.002,
          pHolm: null,
        }
      : { ...r, verdict: "inconclusive" as const },
  );
  const text = headline({ ...c, metrics: rows, verdict: "inconclusive" });
  expect(text).toContain("; shown: predict p95 −69 % [−72 %, −65 %], p 0.0020 (not gated) (12 interleaved pairs)");
});

describe("invalid recordings", () => {
  const spoil = (pairs: readonly MeasuredPair[], count: number): MeasuredPair[] =>
    pairs.map((pair, i) => (i < count ? { ...pair, b: { ...pair.b, unusable: "the generator was starved" } } : pair));

  test("drop their pair, with the reason, and leave the rest", () => {
    const c = comparePairs(spoil(pairsOf(12, 1.25), 2), tenPairs);
    expect(c.verdict).toBe("regressed");
    expect(c.pairs.filter((p) => p.dropped !== null).map((p) => [p.index, p.dropped])).toEqual([
      [1, "B: the generator was starved"],
      [2, "B: the generator was starved"],
    ]);
    expect(row(c, "predict.p95Ms").n).toBe(10);
  });
  test("make the whole comparison invalid beyond one pair in five", () => {
    const c = comparePairs(spoil(pairsOf(10, 1.25), 3), tenPairs);
    expect(c.verdict).toBe("invalid");
    // What the other seven show is seen, and counts for nothing.
    expect(row(c, "predict.p95Ms").n).toBe(7);
    expect([...c.metrics, ...c.failures, ...c.answers].filter((r) => r.gated || r.pHolm !== null)).toEqual([]);
    expect(c.headline).toMatch(/^invalid: 3 of 10 pairs left out/);
  });
  test("are judged without looking at their values: the same pairs drop whatever they show", () => {
    const dropped = (factor: number) =>
      comparePairs(spoil(pairsOf(12, factor), 2), tenPairs).pairs.map((p) => p.dropped !== null);
    expect(dropped(9)).toEqual(dropped(0.1));
  });
});

test("a run of a single request gates neither its latency nor its throughput", () => {
  const single = { count: 1, meanMs: 30, p50Ms: 30, p95Ms: 30, p99Ms: 30 };
  const c = comparePairs(pairsOf(12, 1.5, { a: single, b: { ...single, meanMs: 60, ratePerSec: 5 } }), tenPairs);
  expect(c.metrics.filter(({ gated }) => gated)).toEqual([]);
  expect(c.metrics.find(({ id }) => id === "predict.meanMs")?.notes.join()).toContain(
    "1 successful request, a mean needs 10",
  );
  expect(c.verdict).toBe("inconclusive");
  const enough = { ...single, count: 10 };
  const gated = comparePairs(pairsOf(12, 1.5, { a: enough, b: { ...enough, meanMs: 60 } }), tenPairs);
  expect(gated.verdict).toBe("regressed");
});
