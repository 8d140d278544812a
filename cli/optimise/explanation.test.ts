import { describe, expect, test } from "vitest";
import type { MetricRow } from "../../lib/core/compare/model.ts";
import { explanationOf } from "../../lib/core/optimise/explanation.ts";
import type { ClaimResult } from "../../lib/core/optimise/optimised.ts";
import { threadLimit, threadLimitText } from "../../lib/core/optimise/thread-limit.ts";
import { syntheticComparison } from "../../test/report/synthetic-comparison.ts";
import { durationForRequests } from "./blocks.ts";
import { claims } from "./experiments.ts";

const some: MetricRow = syntheticComparison().metrics[0] ?? expect.fail("no row");
const result = (
  phase: string,
  verdict: ClaimResult["verdict"],
  interval: readonly [number, number] | undefined,
): ClaimResult => {
  const claim = claims.find((c) => c.phase.startsWith(phase) && c.least !== null) ?? expect.fail(phase);
  if (interval === undefined) return { claim, row: null, verdict };
  return { claim, row: { ...some, improvementInterval: { low: interval[0], high: interval[1] } }, verdict };
};
const twoThreads = threadLimit({ threads: 2, factor: 1.33 }, []);

describe("why the guide's figure is not reached", () => {
  test("is not said of what was not measured, reached, reached in part, or lost in noise", () => {
    expect(explanationOf(result("P2", "not measured", undefined), twoThreads)).toBeUndefined();
    expect(explanationOf(result("P2", "reached", [0.5, 0.6]), twoThreads)).toBeUndefined();
    expect(explanationOf(result("P2", "in part", [0.3, 0.5]), twoThreads)).toBeUndefined();
    expect(explanationOf(result("P3", "within noise", [-0.1, 0.3]), twoThreads)).toBeUndefined();
  });
  test("is said of what surely misses it", () => {
    expect(explanationOf(result("P3", "not reached", [0.02, 0.06]), twoThreads)).toMatch(/small part/);
    expect(explanationOf(result("P4", "within noise", [-0.01, 0.02]), twoThreads)).toMatch(/log lines/);
  });
  test("of threads is the machine's measured headroom", () => {
    const why = explanationOf(result("P1 worker", "not reached", [0.1, 0.3]), twoThreads);
    expect(why).toBe("2 threads do 1.33x the work of one here: threads can give about 1.33x at most");
  });
  test("of threads is not said where the headroom would have allowed it, or a larger gain belies it", () => {
    const many = threadLimit({ threads: 8, factor: 7 }, []);
    expect(explanationOf(result("P1 worker", "not reached", [0.1, 0.3]), many)).toBeUndefined();
    expect(explanationOf(result("P1 worker", "not reached", [0.5, 0.6]), twoThreads)).toBeUndefined();
    expect(explanationOf(result("P1 worker", "not reached", [0.1, 0.3]), null)).toBeUndefined();
  });
});

test("one core can give nothing, and the limit is never below one", () => {
  expect(threadLimit({ threads: 2, factor: 0.9 }, []).factor).toBe(1);
  expect(threadLimitText(threadLimit({ threads: 1, factor: 1 }, []))).toMatch(/one core/);
});

describe("a run's length", () => {
  test("grows with what a request takes, so that a slow machine makes its requests too", () => {
    expect(durationForRequests(40, 7.5, 4000)).toBe(8000);
    expect(durationForRequests(40, 5, 4000)).toBe(12_000);
  });
  test("is never shorter than planned and has an end", () => {
    expect(durationForRequests(40, 1000, 4000)).toBe(4000);
    expect(durationForRequests(40, 0.1, 4000)).toBe(60_000);
    expect(durationForRequests(40, 0, 4000)).toBe(4000);
  });
});
