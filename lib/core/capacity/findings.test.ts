import { describe, expect, test } from "vitest";
import { findings } from "./findings.ts";
import type { CapacityReport, ProbeResult, SearchPlan } from "./model.ts";
import { search } from "./search.ts";
import { searchPlan } from "./search-plan.ts";

/** A service that takes 40 requests/s and no more: latency grows from 100 ms as 4 workers fill. */
const report = (over: Partial<SearchPlan> = {}): CapacityReport => {
  const plan = searchPlan("standard", "users", over);
  const it = search(plan);
  let step = it.next();
  while (!step.done) {
    const { load, durationMs } = step.value;
    const ratePerSec = Math.min(40, load * 10);
    const meanMs = (load / ratePerSec) * 1000;
    const slow = meanMs > 500 ? 300 : 0;
    const result: ProbeResult = {
      elapsedMs: durationMs,
      blocks: Array.from({ length: durationMs / 10_000 }, () => ({ total: 400, slow, failed: 0 })),
      wrong: 0,
      ratePerSec,
      predictionsPerSec: 2 * ratePerSec,
      meanMs,
      p95Ms: meanMs,
      p99Ms: meanMs,
      worstEndpoint: null,
      voidBecause: [],
    };
    step = it.next(result);
  }
  return step.value;
};

describe("findings", () => {
  test("derive from the confirmed load what to run at, how many replicas and at what price", () => {
    const got = findings(report(), { targetPerSec: 100, pricePerHour: 0.2 });
    expect(got).toMatchObject({ operatingLoad: 14, operatingRatePerSec: 28, replicas: { serving: 4, withSpare: 5 } });
    expect(got.costPerMillion).toBeCloseTo((0.2 / (80 * 0.7 * 3600)) * 1e6, 9);
  });
  test("answer the guide's question about ten users", () => {
    expect(findings(report(), {}).atTenUsers?.result).toMatchObject({ ratePerSec: 40, p99Ms: 250 });
  });
  test("fit the scaling over what was really in flight", () => {
    const fit = findings(report({ start: 1, step: 2 }), {}).scalability;
    expect(fit?.lambda).toBeGreaterThan(8);
    expect(fit?.sigma.value).toBeGreaterThan(0.05);
  });
  test("derive nothing from a load that was not confirmed", () => {
    const open = report({ budgetMs: 1000 });
    expect(findings(open, { targetPerSec: 100, pricePerHour: 1 })).toMatchObject({
      operatingLoad: null,
      replicas: null,
      costPerMillion: null,
      atTenUsers: null,
    });
  });
});
