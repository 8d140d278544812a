import { describe, expect, test } from "vitest";
import { around, type EndpointPlan, endpointOf } from "../../../test/support/measured-run.ts";
import type { EndpointRecord, Objectives } from "../recording.ts";
import { judgeObjectives } from "./judge.ts";
import { guideTargets } from "./objective.ts";

const endpoint = (over: Partial<EndpointRecord> = {}, plan: Partial<EndpointPlan> = {}): EndpointRecord => ({
  ...endpointOf({ name: "predict", latencies: around(80), ...plan }, 30),
  ...over,
});
const of = (objectives: Objectives, metric: string) => objectives.criteria.find((c) => c.metric === metric);

describe("judgeObjectives", () => {
  test("passes a service that meets all five", () => {
    const got = judgeObjectives([endpoint()]);
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
    expect(of(judgeObjectives([endpoint({ latencyMs })]), "p95Ms")).toMatchObject({ verdict: "fail", actual: 200 });
  });
  test("fails on one failed request and on one wrong answer", () => {
    expect(judgeObjectives([endpoint({ failed: 1 })]).verdict).toBe("fail");
    const answers = { ...endpoint().answers, mismatched: 1 };
    expect(of(judgeObjectives([endpoint({ answers })]), "wrongFraction")?.verdict).toBe("fail");
  });
  test("has no data for a p99 that the sample cannot carry", () => {
    const got = judgeObjectives([endpoint({}, { latencies: around(80, 5) })]);
    expect(of(got, "p99Ms")).toMatchObject({ verdict: "no-data", actual: null });
    expect(got.verdict).toBe("no-data");
  });
  test("has no data without requests, and none without endpoints", () => {
    const silent = judgeObjectives([endpoint({}, { latencies: () => [] })]);
    expect(silent.criteria.map((c) => c.verdict)).toEqual(Array(5).fill("no-data"));
    expect(silent.verdict).toBe("no-data");
    expect(judgeObjectives([]).verdict).toBe("no-data");
  });
  test("has no data about answers that nobody checked", () => {
    const answers = { ...endpoint().answers, checked: 0 };
    expect(of(judgeObjectives([endpoint({ answers })]), "wrongFraction")?.verdict).toBe("no-data");
  });
  test("asks no answers of an endpoint that carries no text", () => {
    const got = judgeObjectives([endpoint({}, { name: "health", rows: null })]);
    expect(of(got, "wrongFraction")).toBeUndefined();
    expect(got.verdict).toBe("pass");
  });
  test("measures the guide's further targets for single texts and for the whole", () => {
    const got = judgeObjectives([endpoint(), endpoint({ name: "batch-5" })], guideTargets);
    expect(got.criteria.map((c) => `${c.endpoint} ${c.metric} ${c.verdict}`)).toEqual([
      "predict meanMs pass",
      "total ratePerSec fail",
    ]);
  });
});
