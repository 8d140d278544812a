import { describe, expect, test } from "vitest";
import { LatencyHistogram } from "../../lib/core/histogram.ts";
import { samplesNeeded } from "../../lib/core/quantile.ts";
import type { EndpointRecord } from "../../lib/core/recording.ts";
import { syntheticRecording, tenMinutes } from "../../test/report/synthetic-recording.ts";
import { latencyColumns } from "./latency-steps.ts";

const shape = { ...tenMinutes, seconds: 120, warmupSec: 10 };
const grid = { count: 120, stepSec: 1, warmupSec: 10 };
const busy = syntheticRecording({ ...shape, ratePerSec: 400 }).endpoints[0];
const calm = syntheticRecording({ ...shape, ratePerSec: 20 }).endpoints[0];
if (busy === undefined || calm === undefined) throw new Error("the recordings have no endpoints");

/** Lengths of the runs of equal values, whole ones only. */
const runLengths = (column: readonly (number | null)[]): number[] => {
  const lengths: number[] = [];
  for (const [i, value] of column.entries()) {
    if (i > 0 && value === column[i - 1]) lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + 1;
    else lengths.push(1);
  }
  return lengths.slice(1, -1);
};

const goodIn = (endpoint: EndpointRecord, from: number, to: number): LatencyHistogram => {
  const all = new LatencyHistogram();
  for (const w of endpoint.windows) if (w.t >= from && w.t < to) all.merge(LatencyHistogram.decode(w.hdr));
  return all;
};

describe("latency over time", () => {
  test("takes a second's own figures where each second has enough requests", () => {
    const { p95 } = latencyColumns(busy, grid);
    expect(p95.slice(10)).toEqual(busy.windows.filter((w) => w.t >= 10).map((w) => w.p95Ms));
  });
  test("widens the steps until each holds what its percentile needs", () => {
    const { p50, p95, p99 } = latencyColumns(calm, grid);
    expect(runLengths(p50)).toContain(1);
    // 10 requests/s: 59 and a spare third take 10 s, 299 take more than a third of the run.
    expect(Math.min(...runLengths(p95))).toBe(10);
    expect(new Set(p99.slice(10)).size).toBeLessThanOrEqual(4);
  });
  test("gives every step the quantile of all its requests, counted from the end of the warm-up", () => {
    const { p95 } = latencyColumns(calm, grid);
    for (const from of [10, 20, 110]) {
      const step = goodIn(calm, from, from + 10);
      expect(step.count).toBeGreaterThanOrEqual(samplesNeeded(0.95));
      expect(p95.slice(from, from + 10)).toEqual(Array(10).fill(step.quantileMs(0.95)));
    }
  });
  test("says nothing where too few requests succeeded, however long the step", () => {
    const sparse = syntheticRecording({ ...shape, ratePerSec: 1, failing: 0.5 }).endpoints[0];
    if (sparse === undefined) throw new Error("no endpoint");
    expect(new Set(latencyColumns(sparse, grid).p99)).toEqual(new Set([null]));
  });
  test("folds seconds into the steps of a long run's grid", () => {
    const wide = { count: 60, stepSec: 2, warmupSec: 10 };
    const { max, p95 } = latencyColumns(busy, wide);
    expect(max[10]).toBe(Math.max(...busy.windows.filter((w) => w.t === 20 || w.t === 21).map((w) => w.maxMs ?? 0)));
    expect(p95[10]).toBe(goodIn(busy, 20, 22).quantileMs(0.95));
  });
});
