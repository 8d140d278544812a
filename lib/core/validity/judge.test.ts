import { describe, expect, test } from "vitest";
import { around, type EndpointPlan, measuredRun } from "../../../test/support/measured-run.ts";
import type { Generator, Reason } from "../recording.ts";
import { judgeValidity } from "./judge.ts";
import type { MeasuredRun } from "./rule.ts";

const predict: EndpointPlan = { name: "predict", latencies: around(80) };
const health: EndpointPlan = { name: "health", rows: null, latencies: around(3) };
const healthy = (over: Partial<MeasuredRun> = {}, generator: Partial<Generator> = {}): MeasuredRun =>
  measuredRun([predict, health], 30, over, generator);
const open = { model: "open", users: null, ratePerSec: 20, thinkMs: null, mix: { predict: 1 }, stages: [] } as const;

/** What a single rule said, as "rule: severity". */
const said = (run: MeasuredRun, context = {}): string[] =>
  judgeValidity(run, context).reasons.map((r: Reason) => `${r.rule}: ${r.severity}`);

describe("judgeValidity", () => {
  test("finds nothing wrong with a quiet run", () => {
    expect(judgeValidity(healthy())).toEqual({ verdict: "valid", reasons: [] });
  });
  test("finds nothing wrong when the engine measured nothing about itself", () => {
    const unknown = { cpuFraction: null, lagMsP99: null, sendLagMsP99: null, stealFraction: null, clockStepMs: null };
    expect(judgeValidity(healthy({}, unknown)).verdict).toBe("valid");
  });
  test("is as bad as its worst reason", () => {
    expect(judgeValidity(healthy({}, { stealFraction: 0.03 })).verdict).toBe("suspect");
    expect(judgeValidity(healthy({}, { stealFraction: 0.03, scriptErrors: 1 })).verdict).toBe("invalid");
  });
  test("does not judge the speed of a run that asks only for right answers", () => {
    const slow = healthy({}, { lagMsP99: 700, cpuFraction: 1 });
    expect(said(slow, { answersOnly: true })).toEqual([]);
    expect(said(healthy({}, { scriptErrors: 1 }), { answersOnly: true })).toEqual(["script-errors: invalid"]);
  });
  test("does not count a run that its service did not survive, whatever is judged", () => {
    expect(said(healthy(), { serviceEnded: "exit code 137" })).toEqual(["service-ended: invalid"]);
    expect(said(healthy(), { serviceEnded: "SIGKILL", answersOnly: true })).toEqual(["service-ended: invalid"]);
  });
  test("does not count a run that its generator did not survive, whatever is judged", () => {
    expect(said(healthy(), { generatorEnded: "k6, SIGKILL" })).toEqual(["generator-ended: invalid"]);
    expect(said(healthy(), { generatorEnded: "k6, SIGKILL", answersOnly: true })).toEqual(["generator-ended: invalid"]);
  });
  test("does not count a run whose service was gone; a moment's refusals make it suspect", () => {
    const refusing = (refused: number): MeasuredRun => {
      const run = healthy();
      const endpoints = run.endpoints.map((e) => ({ ...e, errors: { "connection-refused": refused } }));
      return { ...run, endpoints };
    };
    expect(said(refusing(0))).toEqual([]);
    expect(said(refusing(1))).toEqual(["service-gone: suspect"]);
    expect(said(refusing(100))).toEqual(["service-gone: invalid"]);
    expect(said(healthy(), { serviceGone: "the run was ended" })).toEqual(["service-gone: invalid"]);
  });
  test("says of every reason what was seen and what to do", () => {
    const { reasons } = judgeValidity(healthy({ partial: true }, { stealFraction: 0.5, lagMsP99: 700 }));
    expect(reasons).toHaveLength(3);
    for (const r of reasons) {
      expect(r.finding).toMatch(/\d|the run ended early/);
      expect(r.advice).toMatch(/^[A-Z].{15,}\.$/);
    }
  });
});

describe("the generator", () => {
  test("may use four fifths of the core it has", () => {
    expect(said(healthy({}, { cpuFraction: 0.8 }))).toEqual([]);
    expect(said(healthy({}, { cpuFraction: 0.85 }))).toEqual(["generator-cpu: suspect"]);
    expect(said(healthy({}, { cpuFraction: 0.99 }))).toEqual(["generator-cpu: invalid"]);
  });
  test("has every core when it is k6", () => {
    const k6 = { engine: { name: "k6", version: "2.2.0" } } as const;
    expect(said(healthy(k6, { cpuFraction: 1.5 }))).toEqual([]);
    expect(said(healthy(k6, { cpuFraction: 1.95 }))).toEqual(["generator-cpu: invalid"]);
  });
  test("must not stand still, by what is known of each engine", () => {
    const k6 = { engine: { name: "k6", version: "2.2.0" } } as const;
    expect(said(healthy({}, { longestGapMs: 400 }))).toEqual([]);
    expect(said(healthy({}, { longestGapMs: 900 }))).toEqual(["generator-frozen: suspect"]);
    expect(said(healthy({}, { longestGapMs: 5000 }))).toEqual(["generator-frozen: invalid"]);
    expect(said(healthy(k6, { longestGapMs: 1100 }))).toEqual([]);
    expect(said(healthy(k6, { longestGapMs: 2000 }))).toEqual(["generator-frozen: suspect"]);
    expect(said(healthy(k6, { longestGapMs: 5000 }))).toEqual(["generator-frozen: invalid"]);
  });
  test("must get a CPU when it has something to do, on both engines", () => {
    expect(said(healthy({}, { cpuWaitMs: 2 }))).toEqual([]);
    expect(said(healthy({}, { cpuWaitMs: 5 }))).toEqual(["cpu-wait: suspect"]);
    const k6 = { engine: { name: "k6", version: "2.2.0" } } as const;
    expect(said(healthy({}, { cpuWaitMs: 15 }))).toEqual(["cpu-wait: invalid"]);
    expect(said(healthy(k6, { cpuWaitMs: 5 }))).toEqual([]);
    expect(said(healthy(k6, { cpuWaitMs: 40 }))).toEqual(["cpu-wait: suspect"]);
    const quick = measuredRun([{ name: "predict", latencies: around(2, 40) }], 30, {}, { cpuWaitMs: 0.8 });
    expect(said(quick)).toEqual([]);
  });
  test("is suspect when its event loop is late, and invalid when it is very late", () => {
    expect(said(healthy({}, { lagMsP99: 12 }))).toEqual([]);
    expect(said(healthy({}, { lagMsP99: 40 }))).toEqual(["event-loop-lag: suspect"]);
    expect(said(healthy({}, { lagMsP99: 101 }))).toEqual(["event-loop-lag: invalid"]);
  });
  test("must send when requests are due", () => {
    expect(said(healthy({ load: open }, { sendLagMsP99: 30 }))).toEqual(["send-lateness: suspect"]);
    expect(said(healthy({ load: open }, { sendLagMsP99: 300 }))).toEqual(["send-lateness: invalid"]);
  });
  test("may not drop arrivals; a single one is only a hint", () => {
    expect(said(healthy({ load: open }, { dropped: 1 }))).toEqual(["dropped-arrivals: suspect"]);
    expect(said(healthy({ load: open }, { dropped: 2 }))).toEqual(["dropped-arrivals: invalid"]);
    expect(said(healthy({}, { dropped: 2 }))).toEqual([]);
  });
  test("must send 99 % of what was asked, but for the two requests at the edges", () => {
    expect(said(healthy({ load: open }, { achievedFraction: 0.995 }))).toEqual([]);
    expect(said(healthy({ load: open }, { achievedFraction: 0.95 }))).toEqual(["achieved-rate: invalid"]);
    const short = measuredRun([{ name: "predict", latencies: () => [50] }], 60, { load: open });
    expect(said({ ...short, generator: { ...short.generator, achievedFraction: 0.97 } })).toEqual([]);
  });
  test("may not throw", () => {
    expect(said(healthy({}, { scriptErrors: 1 }))).toEqual(["script-errors: invalid"]);
  });
});

describe("the machine", () => {
  test("may lose 2 % of its CPU time to other guests", () => {
    expect(said(healthy({}, { stealFraction: 0.019 }))).toEqual([]);
    expect(said(healthy({}, { stealFraction: 0.05 }))).toEqual(["cpu-steal: suspect"]);
    expect(said(healthy({}, { stealFraction: 0.2 }))).toEqual(["cpu-steal: invalid"]);
  });
  test("may not set its clock, forwards or backwards", () => {
    expect(said(healthy({}, { clockStepMs: -150 }))).toEqual(["clock-step: suspect"]);
    expect(said(healthy({}, { clockStepMs: 3600_000 }))).toEqual(["clock-step: invalid"]);
  });
});

describe("the service", () => {
  test("may not restart", () => {
    expect(said(healthy({ service: { restarts: 0, samples: [] } }))).toEqual([]);
    expect(said(healthy({ service: { restarts: 1, samples: [] } }))).toEqual(["service-restarted: invalid"]);
  });
  test("is suspect when it calls itself unhealthy", () => {
    expect(said(measuredRun([predict, { ...health, failedPerSecond: 1 }]))).toEqual(["health-failing: suspect"]);
  });
});

describe("the sample", () => {
  test("must exist", () => {
    expect(said(measuredRun([]))).toEqual(["no-samples: invalid"]);
    expect(said(measuredRun([{ name: "predict", latencies: () => [] }]))).toEqual(["no-samples: invalid"]);
    expect(said(measuredRun([predict, { name: "batch-5", latencies: () => [] }]))).toEqual(["no-samples: suspect"]);
  });
  test("must carry a p95 on every endpoint, unless the run asks for none", () => {
    const few = [predict, { name: "batch-50", rows: 50, latencies: around(90, 1) }];
    expect(said(measuredRun(few, 58))).toEqual(["sample-size: suspect"]);
    expect(said(measuredRun(few, 59))).toEqual([]);
    expect(said(measuredRun(few, 58), { answersOnly: true })).toEqual([]);
  });
  test("must come from the whole run", () => {
    expect(said(healthy({ partial: true }))).toEqual(["ran-to-end: suspect"]);
  });
});

describe("the steady state", () => {
  const warming = (t: number): readonly number[] => around(80 + 80 * Math.exp(-t / 12))(t);
  test("is not reached while the median still falls", () => {
    expect(said(measuredRun([{ ...predict, latencies: warming }, health]))).toContain("warm-up-over: suspect");
  });
  test("is not asked of a load that changes by design", () => {
    const staged = { ...predict, latencies: warming, stage: (t: number) => `users-${Math.floor(t / 10)}` };
    expect(said(measuredRun([staged]))).toEqual([]);
  });
  test("is broken by a step in the middle", () => {
    const step = (t: number): readonly number[] => around(t < 15 ? 60 : 90)(t);
    expect(said(measuredRun([{ ...predict, latencies: step }]))).toContain("halves-agree: suspect");
  });
  test("survives a few slow seconds", () => {
    const stalls = (t: number): readonly number[] => around(t % 11 === 5 ? 400 : 80)(t);
    expect(said(measuredRun([{ ...predict, latencies: stalls }]))).toEqual([]);
  });
});

describe("Little's law", () => {
  test("does not allow more requests in flight than there are users", () => {
    expect(said(measuredRun([{ name: "predict", latencies: around(1200) }]))).toEqual(["littles-law: invalid"]);
  });
  test("accounts for every user as waiting or pausing, when the pause is known", () => {
    const run = measuredRun([{ name: "predict", latencies: around(500) }]);
    expect(said(run)).toEqual([]);
    expect(said(run, { thinkTimeMs: 500 })).toEqual([]);
    expect(said(run, { thinkTimeMs: 100 })).toEqual(["littles-law: suspect"]);
    expect(said(healthy(), { thinkTimeMs: 0 })).toEqual(["littles-law: invalid"]);
  });
  test("says nothing when many requests failed, since those have no latency", () => {
    const failing = measuredRun([{ name: "predict", latencies: around(1200), failedPerSecond: 1 }]);
    expect(said(failing)).toEqual([]);
  });
});
