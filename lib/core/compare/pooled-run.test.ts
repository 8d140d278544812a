import { describe, expect, test } from "vitest";
import { shortRun, syntheticRecording } from "../../../test/report/synthetic-recording.ts";
import { ownMetrics } from "../../../test/support/own-metrics.ts";
import { LatencyHistogram } from "../histogram.ts";
import { judgeObjectives } from "../objectives/judge.ts";
import type { Recording } from "../recording.ts";
import { pooledRun } from "./pooled-run.ts";

const runs = [1, 2, 3, 4, 5].map((seed) => syntheticRecording({ ...shortRun, seed, slowdown: 1 + seed / 20 }));
const pool = (given: readonly Recording[]): Recording => pooledRun(given) ?? expect.fail("no pool");
const of = (r: Recording, name: string) => r.endpoints.find((e) => e.name === name) ?? expect.fail(name);

describe("runs pooled", () => {
  test("of none are none, and of one is that one", () => {
    expect(pooledRun([])).toBeNull();
    expect(pooledRun(runs.slice(0, 1))).toBe(runs[0]);
  });
  test("add up their requests, failures and answers", () => {
    const sum = (pick: (e: Recording["endpoints"][number]) => number): number =>
      runs.reduce((n, r) => n + pick(of(r, "predict")), 0);
    const { count, failed, items, answers } = of(pool(runs), "predict");
    expect({ count, failed, items, checked: answers.checked }).toEqual({
      count: sum((e) => e.count),
      failed: sum((e) => e.failed),
      items: sum((e) => e.items),
      checked: sum((e) => e.answers.checked),
    });
  });
  test("have the quantiles of all latencies together, also where no run by itself has one", () => {
    expect(runs.map((r) => of(r, "batch-50").latencyMs.p99)).toEqual([null, null, null, null, null]);
    const all = new LatencyHistogram();
    for (const r of runs) all.merge(LatencyHistogram.decode(of(r, "batch-50").hdr));
    const { latencyMs } = of(pool(runs), "batch-50");
    expect(all.count).toBeGreaterThanOrEqual(299);
    expect(latencyMs.p99).toBe(all.quantileMs(0.99));
  });
  test("do not depend on their order, but for what is the newest's", () => {
    const figures = (r: Recording) => r.endpoints.map(({ name, count, latencyMs }) => ({ name, count, latencyMs }));
    const [one, other] = [figures(pool(runs)), figures(pool([...runs].reverse()))];
    expect(other.map(({ name, count }) => [name, count])).toEqual(one.map(({ name, count }) => [name, count]));
    for (const [i, { latencyMs }] of one.entries()) {
      expect(other[i]?.latencyMs.p50).toBe(latencyMs.p50);
      expect(other[i]?.latencyMs.mean).toBeCloseTo(latencyMs.mean ?? Number.NaN, 9);
    }
  });
  test("are held against the objectives of the runs", () => {
    const criterion = (r: Recording) =>
      r.objectives.criteria.find((c) => c.endpoint === "batch-50" && c.metric === "p99Ms");
    expect(runs.some((r) => criterion(r)?.verdict === "no-data")).toBe(true);
    const pooled = criterion(pool(runs));
    expect(pooled?.actual).toBe(of(pool(runs), "batch-50").latencyMs.p99);
    expect(pooled?.verdict).not.toBe("no-data");
  });
  test("add up a script's own metrics, and hold their objectives against all of them", () => {
    const demands = [{ metric: "found.rate", bound: "above", limit: 0.98, own: "found" }] as const;
    const own = [20, 0].map((misses, i): Recording => {
      const run = { ...(runs[i] ?? expect.fail()), metrics: ownMetrics(100, misses) };
      return { ...run, objectives: judgeObjectives(run, demands) };
    });
    // 20 of 400 are missed in one run, which is too many, and 20 of 800 in both.
    expect(own.map((r) => r.objectives.verdict)).toEqual(["fail", "pass"]);
    const pooled = pool(own);
    expect(pooled.metrics.find((m) => m.name === "found")).toMatchObject({ n: 800, sum: 780 });
    expect(pooled.objectives.criteria).toMatchObject([{ metric: "found.rate", actual: 0.975, verdict: "fail" }]);
  });
});
