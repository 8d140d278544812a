import { describe, expect, test } from "vitest";
import { around, measuredRun } from "../../../test/support/measured-run.ts";
import type { Reason, Recording } from "../recording.ts";
import { probeResult } from "./probe-result.ts";
import { searchPlan } from "./search-plan.ts";

const plan = searchPlan("standard", "users");
const recording = (
  latencies: (t: number) => readonly number[],
  reasons: readonly Reason[] = [],
  failedPerSecond = 0,
): Recording => ({
  ...measuredRun(
    [
      { name: "predict", latencies, failedPerSecond },
      { name: "health", rows: null, latencies: () => [900] },
    ],
    30,
  ),
  validity: { verdict: "valid", reasons },
  objectives: { verdict: "pass", criteria: [] },
});
const reason = (rule: string, severity: Reason["severity"]): Reason => ({ rule, severity, finding: "", advice: "" });

describe("probeResult", () => {
  test("counts slow and failed requests by block, without /health", () => {
    const got = probeResult(
      recording((t) => (t < 10 ? [100, 600] : [100, 200]), [], 1),
      plan,
      33_000,
    );
    expect(got.blocks).toEqual([
      { total: 30, slow: 10, failed: 10 },
      { total: 30, slow: 0, failed: 10 },
      { total: 30, slow: 0, failed: 10 },
    ]);
    expect(got).toMatchObject({ elapsedMs: 33_000, ratePerSec: 3, predictionsPerSec: 2, worstEndpoint: "predict" });
    expect(got.meanMs).toBeCloseTo((20 * 150 + 10 * 350) / 30, 6);
  });
  test("cuts a short window into three blocks all the same", () => {
    const short = { ...recording(around(50)), durationMs: 10_000 };
    expect(probeResult(short, plan, 1).blocks).toHaveLength(3);
  });
  test("has no p99 that the sample cannot carry", () => {
    expect(
      probeResult(
        recording(() => [50]),
        plan,
        1,
      ),
    ).toMatchObject({ p95Ms: null, p99Ms: null });
  });
  test("is void by what makes a run invalid and by any dropped arrival, not by hints", () => {
    const reasons = [
      reason("cpu-steal", "suspect"),
      reason("dropped-arrivals", "suspect"),
      reason("generator-cpu", "invalid"),
    ];
    const got = probeResult(recording(around(50), reasons), plan, 1);
    expect(got.voidBecause.map((r) => r.rule)).toEqual(["dropped-arrivals", "generator-cpu"]);
  });
});
