import { describe, expect, test } from "vitest";
import { around, type EndpointPlan, endpointOf } from "../../../test/support/measured-run.ts";
import type { EndpointRecord, Objectives, OwnMetric } from "../recording.ts";
import { referenceService } from "../service/reference.ts";
import { judgeObjectives } from "./judge.ts";
import type { Objective } from "./objective.ts";
import { targetsOf } from "./targets.ts";

const endpoint = (over: Partial<EndpointRecord> = {}, plan: Partial<EndpointPlan> = {}): EndpointRecord => ({
  ...endpointOf({ name: "predict", latencies: around(80), ...plan }, 30),
  ...over,
});
const judgeRun = (endpoints: readonly EndpointRecord[], objectives?: readonly Objective[]): Objectives =>
  judgeObjectives({ endpoints, metrics: [], durationMs: 30_000 }, objectives);
const of = (objectives: Objectives, metric: string) => objectives.criteria.find((c) => c.metric === metric);

describe("judgeObjectives", () => {
  test("passes a service that meets all five", () => {
    const got = judgeRun([endpoint()]);
    expect(got.verdict).toBe("pass");
    expect(got.criteria.map((c) => `${c.metric} ${c.verdict}`)).toEqual([
      "count pass",
      "failedFraction pass",
      "wrongFraction pass",
      "p95Ms pass",
      "p99Ms pass",
    ]);
  });
  test("fails p95 at its limit exactly", () => {
    const latencyMs = { ...endpoint().latencyMs, p95: 200 };
    expect(of(judgeRun([endpoint({ latencyMs })]), "p95Ms")).toMatchObject({ verdict: "fail", actual: 200 });
  });
  test("fails on one failed request and on one wrong answer", () => {
    expect(judgeRun([endpoint({ failed: 1 })]).verdict).toBe("fail");
    const answers = { ...endpoint().answers, mismatched: 1 };
    expect(of(judgeRun([endpoint({ answers })]), "wrongFraction")?.verdict).toBe("fail");
  });
  test("has no data for a p99 that the sample cannot carry", () => {
    const got = judgeRun([endpoint({}, { latencies: around(80, 5) })]);
    expect(of(got, "p99Ms")).toMatchObject({ verdict: "no-data", actual: null });
    expect(got.verdict).toBe("no-data");
  });
  test("has no data without requests, and none without endpoints", () => {
    const silent = judgeRun([endpoint({}, { latencies: () => [] })]);
    expect(silent.criteria.map((c) => c.verdict)).toEqual(Array(5).fill("no-data"));
    expect(silent.verdict).toBe("no-data");
    expect(judgeRun([]).verdict).toBe("no-data");
  });
  test("has no data about answers that nobody checked", () => {
    const answers = { ...endpoint().answers, checked: 0 };
    expect(of(judgeRun([endpoint({ answers })]), "wrongFraction")?.verdict).toBe("no-data");
  });
  test("asks no answers of an endpoint that carries no text", () => {
    const got = judgeRun([endpoint({}, { name: "health", rows: null })]);
    expect(of(got, "wrongFraction")).toBeUndefined();
    expect(got.verdict).toBe("pass");
  });
  test("measures the guide's further targets for single texts and for the whole", () => {
    const got = judgeRun(
      [endpoint(), endpoint({ name: "batch-5" })],
      targetsOf(referenceService.targets ?? "", [{ name: "predict" }, { name: "batch-5" }]),
    );
    expect(got.criteria.map((c) => `${c.endpoint} ${c.metric} ${c.verdict}`)).toEqual([
      "predict meanMs pass",
      "total ratePerSec fail",
    ]);
  });

  test("judges a script's own metrics by their figures, and has no data about one that was never added to", () => {
    const checkout: OwnMetric = {
      ...{ name: "checkout", type: "trend", time: true, n: 100, sum: 12_000, min: 10, max: 300, last: 20 },
      ...{ sketch: "= 1", p50: 110, p95: 200, p99: null, windows: [] },
    };
    const demands: readonly Objective[] = [
      { metric: "checkout.p95", bound: "below", limit: 250, own: "checkout" },
      { metric: "checkout.mean", bound: "below", limit: 100, own: "checkout" },
      { metric: "checkout.p99", bound: "below", limit: 500, own: "checkout" },
      { metric: "sold.rate", bound: "above", limit: 1, own: "sold" },
    ];
    const got = judgeObjectives({ endpoints: [endpoint()], metrics: [checkout], durationMs: 1000 }, demands);
    expect(got.criteria.map((c) => [c.endpoint, c.metric, c.actual, c.verdict])).toEqual([
      ["total", "checkout.p95", 200, "pass"],
      ["total", "checkout.mean", 120, "fail"],
      ["total", "checkout.p99", null, "no-data"],
      ["total", "sold.rate", null, "no-data"],
    ]);
  });
});
