import { expect, test } from "vitest";
import { around, measuredRun } from "../../test/support/measured-run.ts";
import type { Recording, Stage } from "./recording.ts";
import { stageResults } from "./stage-results.ts";

const stage = (users: number, fromMs: number): Stage => ({
  name: `${users} users`,
  users,
  ratePerSec: null,
  fromMs,
  toMs: fromMs + 10_000,
});

/** Ten seconds at 40 ms, then ten at 120 ms; the first two seconds of the second stage are not judged. */
const recording = (): Recording => {
  const stages = [stage(5, 0), stage(20, 10_000)];
  const latencies = (t: number): readonly number[] => around(t < 10 ? 40 : 120, 10)(t);
  const run = measuredRun(
    [
      { name: "predict", latencies },
      { name: "health", rows: null, latencies: around(1, 50) },
    ],
    20,
  );
  const endpoints = run.endpoints.map((e) => ({
    ...e,
    windows: e.windows.map((w) => ({
      ...w,
      stage: w.t < 10 ? "5 users" : "20 users",
      phase: w.t >= 10 && w.t < 12 ? ("warmup" as const) : ("measure" as const),
    })),
  }));
  return {
    ...run,
    load: { ...run.load, stages },
    endpoints,
    validity: { verdict: "valid", reasons: [] },
    objectives: { verdict: "pass", criteria: [] },
  };
};

test("each stage has the figures of its own measured seconds, without health checks", () => {
  const [few, many] = stageResults(recording());
  expect(few).toMatchObject({ count: 100, failed: 0, ratePerSec: 10, p99Ms: null });
  expect(many).toMatchObject({ count: 80, ratePerSec: 10 });
  expect(few?.meanMs).toBeCloseTo(39.2, 1);
  expect(few?.p95Ms).toBeLessThan(50);
  expect(many?.p50Ms).toBeGreaterThan(100);
});

test("a scenario without stages has no results by stage", () => {
  const r = recording();
  expect(stageResults({ ...r, load: { ...r.load, stages: [] } })).toEqual([]);
});
