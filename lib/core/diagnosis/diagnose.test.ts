// What needs no socket: rules over recordings made in memory, and what they refuse to conclude.

import { describe, expect, test } from "vitest";
import { around, type EndpointPlan, measuredRun } from "../../../test/support/measured-run.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import { diagnose, diagnoseRun } from "./diagnose.ts";

const predict = (ms: number, perSecond: number, stage?: EndpointPlan["stage"]): EndpointPlan => ({
  name: "predict",
  latencies: around(ms, perSecond),
  ...(stage === undefined ? {} : { stage }),
});
const rules = (runs: readonly MeasuredRun[]): string[] => diagnose(runs).map((d) => d.rule);

const cpu = (cpuFraction: number) => ({
  restarts: 0,
  samples: Array.from({ length: 30 }, (_, t) => ({ t, rssBytes: null, cpuFraction, lagMsP99: null, queueDepth: null })),
});

describe("one core", () => {
  test("is seen in a single run: one of two cores busy while requests wait", () => {
    expect(rules([measuredRun([predict(400, 10)], 30, { service: cpu(0.99) })])).toEqual(["one-core"]);
  });
  test("is not concluded when nothing waits, or when both cores are busy", () => {
    expect(rules([measuredRun([predict(80, 10)], 30, { service: cpu(0.99) })])).toEqual([]);
    expect(rules([measuredRun([predict(400, 10)], 30, { service: cpu(1.8) })])).toEqual([]);
  });
});

describe("serialised", () => {
  const users = (n: number, ms: number, perSecond: number): MeasuredRun =>
    measuredRun([predict(ms, perSecond)], 20, {
      load: { model: "closed", users: n, ratePerSec: null, thinkMs: 400, mix: { predict: 1 }, stages: [] },
    });
  test("is seen over several recordings", () => {
    expect(rules([users(1, 50, 20), users(4, 200, 20), users(8, 400, 20)])).toEqual(["serialised"]);
  });
  test("is seen over the stages of one", () => {
    const stages = [1, 8].map((n, i) => ({
      name: `${n} users`,
      users: n,
      ratePerSec: null,
      fromMs: i * 10_000,
      toMs: (i + 1) * 10_000,
    }));
    const run = measuredRun(
      [
        {
          name: "predict",
          latencies: (t) => around(t < 10 ? 50 : 400, 20)(t),
          stage: (t) => (t < 10 ? "1 users" : "8 users"),
        },
      ],
      20,
      { load: { model: "closed", users: 8, ratePerSec: null, thinkMs: 400, mix: { predict: 1 }, stages } },
    );
    expect(rules([run])).toEqual(["serialised"]);
  });
  test("is not concluded while throughput still grows", () => {
    expect(rules([users(1, 7, 8), users(13, 16, 82), users(40, 84, 171)])).toEqual([]);
  });
  test("is not concluded when throughput grows with the users, nor without a lone request to compare with", () => {
    expect(rules([users(1, 50, 20), users(4, 51, 78), users(8, 100, 80)])).toEqual([]);
    expect(rules([users(4, 200, 20), users(8, 400, 20)])).toEqual([]);
  });
});

describe("/health", () => {
  test("that is late by the generator's own lag is not the service's fault", () => {
    const health: EndpointPlan = { name: "health", rows: null, latencies: around(60) };
    const run = (lagMsP99: number): MeasuredRun => measuredRun([predict(90, 10), health], 30, {}, { lagMsP99 });
    expect(rules([run(2)])).toEqual(["health-behind-inference"]);
    expect(rules([run(60)])).toEqual([]);
  });
});

describe("memory", () => {
  const rss = (bytesAt: (t: number) => number): MeasuredRun =>
    measuredRun([predict(50, 10)], 60, {
      service: {
        restarts: 0,
        samples: Array.from({ length: 60 }, (_, t) => ({
          t,
          rssBytes: bytesAt(t),
          cpuFraction: null,
          lagMsP99: null,
          queueDepth: null,
        })),
      },
    });
  test("that grows all the time is a leak", () => {
    expect(rules([rss((t) => 1e8 + 1e6 * t)])).toEqual(["memory-growth"]);
  });
  test("that fills a heap and levels off is none", () => {
    expect(rules([rss((t) => 1e8 + 6e7 * (1 - Math.exp(-t / 8)))])).toEqual([]);
  });
  test("that goes up and down with collections is none", () => {
    expect(rules([rss((t) => 1e8 + 4e6 * (t % 10))])).toEqual([]);
  });
});

describe("stalls", () => {
  const slowSeconds = (t: number): boolean => t % 10 === 4;
  test("are seconds in which what is in flight becomes slow together", () => {
    const run = measuredRun([predict(50, 20)], 30);
    const stalled = measuredRun(
      [{ name: "predict", latencies: (t) => [...around(50, 20)(t), ...(slowSeconds(t) ? [400, 420, 430] : [])] }],
      30,
    );
    expect(rules([run])).toEqual([]);
    expect(rules([stalled])).toEqual(["stalls"]);
  });
  test("are not concluded where large batches delay what is behind them", () => {
    const uneven = (t: number): readonly number[] => [
      ...around(50, 20)(t),
      ...around(slowSeconds(t) ? 900 : 180, 5)(t),
    ];
    expect(rules([measuredRun([{ name: "predict", latencies: uneven }], 30)])).toEqual([]);
  });
});

describe("failures", () => {
  const failing = (name: string, rows: number, failedPerSecond: number): EndpointPlan => ({
    name,
    rows,
    latencies: around(50),
    failedPerSecond,
  });
  test("that grow with the load are contention", () => {
    const at = (users: number, perSecond: number, failedPerSecond: number): MeasuredRun =>
      measuredRun([{ ...predict(150, perSecond), failedPerSecond }], 30, {
        load: { model: "closed", users, ratePerSec: null, thinkMs: 400, mix: { predict: 1 }, stages: [] },
      });
    expect(rules([at(2, 10, 0), at(8, 40, 2)])).toEqual(["batch-failures-by-load"]);
  });
  test("of every size alike depend on nothing that was seen", () => {
    expect(rules([measuredRun([failing("predict", 1, 1), failing("batch-25", 25, 1)])])).toEqual([
      "failures-at-random",
    ]);
  });
});

describe("failures of a text", () => {
  /** 300 requests of each endpoint, of which 30 failed; `texts` as they were counted. */
  const run = (texts: MeasuredRun["failingTexts"]): MeasuredRun =>
    measuredRun(
      [
        { name: "predict", latencies: around(50, 9), failedPerSecond: 1 },
        { name: "batch-5", rows: 5, latencies: around(50, 9), failedPerSecond: 1 },
      ],
      30,
      texts === undefined ? {} : { failingTexts: texts },
    );
  const text = (input: string, singles: number, fives: number, failedFives = fives) => ({
    input,
    requests: { predict: singles, "batch-5": fives },
    failed: { predict: singles, "batch-5": failedFives },
  });

  test("are its own when it fails every time, more often than chance among all texts would have it", () => {
    // (1/10)^6, and a little less without replacement: under 0.01 also times a hundred texts.
    const found = diagnose([run([text("t1", 2, 4)])]);
    expect(found.map((d) => d.rule)).toEqual(["fails-by-content"]);
    expect(found[0]?.evidence).toBe(
      "1 of 100 rows failed in every request: t1 (6 requests); of all requests 10 % failed",
    );
  });
  test("are not when it was asked too seldom, was answered once, or nobody counted", () => {
    for (const texts of [[text("t1", 1, 2)], [text("t1", 5, 8, 7)], [], undefined])
      expect(rules([run(texts)])).toEqual(["failures-at-random"]);
  });
  test("are ruled out only where somebody looked", () => {
    const rivals = [run([]), run(undefined)].map((r) => diagnose([r])[0]?.rival);
    expect(rivals[0]).toContain("no row is certain to fail every time");
    expect(rivals[1]).toContain("the recording does not say which rows failed");
  });
  test("need more to be believed where several recordings could have shown them", () => {
    const quiet = run([]);
    const barely = run([text("t1", 2, 2)]);
    expect(rules([barely])).toEqual(["fails-by-content"]);
    expect(rules([barely, quiet, quiet])).toEqual(["failures-at-random"]);
  });
});

describe("batching", () => {
  /** Endpoints whose median is a + b·texts. */
  const costing = (perSecond: number, latency: (texts: number) => number): MeasuredRun =>
    measuredRun(
      [1, 5, 25, 50].map((n) => ({
        name: n === 1 ? "predict" : `batch-${n}`,
        rows: n,
        latencies: around(latency(n), perSecond),
      })),
    );
  test("pays where the fixed cost is shown, and gives nothing where there is none", () => {
    expect(diagnose([costing(1, (n) => 20 + n)]).map((d) => d.symptom)).toEqual(["Batching pays"]);
    expect(diagnose([costing(1, (n) => 3 * n)]).map((d) => d.symptom)).toEqual(["Batching gives nothing"]);
  });
  test("says nothing of runs with a queue: behind batches a single text looks as dear as they are", () => {
    expect(rules([costing(4, (n) => 100 + 3 * n)])).not.toContain("batch-cost");
  });
  test("says nothing while the interval holds both", () => {
    const odd = new Map([
      [1, 30],
      [5, 22],
      [25, 90],
      [50, 60],
    ]);
    expect(rules([costing(0.5, (n) => odd.get(n) ?? 0)])).not.toContain("batch-cost");
  });
});

describe("diagnoseRun", () => {
  test("keeps to faults", () => {
    const alone = [1, 5, 25].map((n) => ({
      name: n === 1 ? "predict" : `batch-${n}`,
      rows: n,
      latencies: around(n, 2),
    }));
    const run = measuredRun(alone);
    expect(rules([run])).toEqual(["batch-cost"]);
    expect(diagnoseRun(run)).toEqual([]);
  });
});
