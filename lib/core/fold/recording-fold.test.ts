import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metric, type Tags } from "../metric-sample.ts";
import type { MetricKind } from "../metrics/engine-metrics.ts";
import { type FoldResult, RecordingFold } from "./recording-fold.ts";

const START = 1_000_000;
const predict: Tags = {
  endpoint: "predict",
  phase: "measure",
  method: "POST",
  name: "/predict",
  rows: "1",
  status: "200",
  expected_response: "true",
};
const warm: Tags = { ...predict, phase: "warmup" };
const refused: Tags = { ...predict, status: "0", error_code: "1212", expected_response: "false" };
const batch: Tags = { ...predict, endpoint: "batch-5", name: "/predict_batch", rows: "5" };

interface Event {
  readonly atMs: number;
  readonly ms: number;
  readonly tags: Tags;
}
const events = fc.array(
  fc.record({
    atMs: fc.integer({ min: 0, max: 20_000 }),
    ms: fc.double({ min: 0.01, max: 5000, noNaN: true }),
    tags: fc.constantFrom(predict, warm, refused, batch),
  }),
  { maxLength: 300 },
);

const addAll = (fold: RecordingFold, all: readonly Event[]): void => {
  for (const e of all) fold.add("http_req_duration", START + e.atMs, e.ms, e.tags);
};
const folded = (all: readonly Event[]): FoldResult => {
  const fold = new RecordingFold(START);
  addAll(fold, all);
  return fold.close(10_000);
};
const byName = (r: FoldResult): unknown =>
  [...r.endpoints]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ latencyMs: { mean, ...latency }, windows, ...e }) => ({
      ...e,
      latency,
      mean: mean?.toFixed(6),
      windows: windows.map(({ sumMs, ...w }) => ({ ...w, sum: sumMs.toFixed(6) })),
    }));

describe("RecordingFold", () => {
  test("counts the measured phase only, and keeps the warm-up in its windows", () => {
    const [e] = folded([
      { atMs: 100, ms: 50, tags: warm },
      { atMs: 1100, ms: 10, tags: predict },
      { atMs: 1200, ms: 30, tags: predict },
    ]).endpoints;
    expect(e).toMatchObject({
      count: 2,
      failed: 0,
      ratePerSec: 0.2,
      items: 2,
      rows: 1,
      role: "inference",
      path: "/predict",
      method: "POST",
    });
    expect(e?.latencyMs).toMatchObject({ mean: 20, min: 10, max: 30, p95: null, p99: null });
    expect(e?.windows.map((w) => [w.t, w.phase, w.n])).toEqual([
      [0, "warmup", 1],
      [1, "measure", 2],
    ]);
  });

  test("a refused connection never lowers a latency", () => {
    const [e] = folded([
      { atMs: 0, ms: 40, tags: predict },
      { atMs: 10, ms: 0, tags: refused },
    ]).endpoints;
    expect(e).toMatchObject({ count: 2, failed: 1, errors: { "connection-refused": 1 } });
    expect(e?.latencyMs.min).toBe(40);
  });

  test("loses no late sample: any order of arrival gives the same recording", () => {
    fc.assert(
      fc.property(events, (all) => {
        const inTime = [...all].sort((a, b) => a.atMs - b.atMs);
        expect(byName(folded(all))).toEqual(byName(folded(inTime)));
      }),
      { numRuns: 30 },
    );
  });

  test("threads that drain and one fold that absorbs give what one fold alone gives", () => {
    fc.assert(
      fc.property(events, fc.nat(300), (all, cut) => {
        const whole = new RecordingFold(START);
        const threads = [new RecordingFold(START), new RecordingFold(START)];
        all.forEach((e, i) => {
          const thread = threads[i % 2];
          if (thread !== undefined) addAll(thread, [e]);
          if (i === cut) for (const t of threads) whole.absorb(structuredClone(t.drain()));
        });
        for (const t of threads) whole.absorb(t.drain());
        expect(byName(whole.close(10_000))).toEqual(byName(folded(all)));
      }),
      { numRuns: 30 },
    );
  });

  test("counts answers per text, by fault, in the measured phase", () => {
    const fold = new RecordingFold(START);
    fold.add("http_req_duration", START, 5, predict);
    fold.add(metric.checked, START, 25, predict);
    fold.add(metric.wrong, START, 1, { ...predict, fault: "label", input: "t7" });
    fold.add(metric.wrong, START, 1, { ...warm, fault: "label" });
    fold.add(metric.labelled, START, 10, predict);
    fold.add(metric.correct, START, 9, predict);
    expect(fold.close(1000).endpoints[0]?.answers).toEqual({
      checked: 25,
      mismatched: 1,
      faults: { label: 1 },
      wrongInputs: ["t7"],
      labelled: 10,
      correct: 9,
    });
  });

  test("keeps which measured requests with texts failed, also across threads", () => {
    const thread = new RecordingFold(START);
    const whole = new RecordingFold(START);
    const tags: Tags = { endpoint: "batch-5", phase: "measure" };
    const failed: Tags = { ...tags, failed: "true" };
    thread.add("http_req_duration", START, 5, batch);
    thread.add(metric.request, START, 3, tags);
    thread.add(metric.request, START, 0, { ...failed, phase: "warmup" });
    whole.absorb(structuredClone(thread.drain()));
    thread.add(metric.request, START, 12, failed);
    whole.absorb(structuredClone(thread.drain()));
    const [asked, ...more] = whole.asked();
    expect(more).toEqual([]);
    expect(asked).toMatchObject({ name: "batch-5", texts: 5 });
    expect([...(asked?.requests.asked ?? [])]).toEqual([3, 12]);
    expect([...(asked?.requests.failed ?? [])]).toEqual([12]);
  });

  test("what an engine says while it waits for its start moves no window", () => {
    const fold = new RecordingFold();
    for (let t = 0; t < 60; t++) fold.add("vus", START - 60_000 + t * 1000, 0, {});
    fold.add("vus", START + 900, 3, {});
    fold.add(metric.started, START + 10, START, {});
    fold.add("http_req_duration", START + 1100, 5, predict);
    const { startedAtMs, endpoints, timeline } = fold.close(1000);
    expect(startedAtMs).toBe(START);
    expect(endpoints[0]?.windows.map((w) => w.t)).toEqual([1]);
    expect(timeline).toEqual([{ t: 0, users: 3, dropped: 0 }]);
  });

  test("a script that does not say when it started did so with its first user, or its first request", () => {
    const startOf = (vusAt: number, requestAt: number): number | undefined => {
      const fold = new RecordingFold();
      fold.add("vus", vusAt - 1000, 0, {});
      fold.add("vus", vusAt, 1, {});
      fold.add("http_req_duration", requestAt, 5, predict);
      return fold.close(1000).startedAtMs;
    };
    expect(startOf(START, START + 500)).toBe(START);
    const fold = new RecordingFold();
    fold.add("http_req_duration", START, 5, predict);
    expect(fold.close(1000).startedAtMs).toBe(START);
    expect(new RecordingFold().close(1000).startedAtMs).toBeUndefined();
  });

  test("keeps users and dropped arrivals by the second", () => {
    const fold = new RecordingFold(START);
    fold.add("vus", START + 500, 3, {});
    fold.add("vus", START + 1500, 7, {});
    fold.add("dropped_iterations", START + 1600, 2, {});
    fold.add("dropped_iterations", START + 1700, 1, {});
    expect(fold.users()).toBe(7);
    expect(fold.close(1000)).toMatchObject({
      dropped: 3,
      timeline: [
        { t: 0, users: 3, dropped: 0 },
        { t: 1, users: 7, dropped: 3 },
      ],
    });
  });
});

describe("a script's own metrics and checks", () => {
  const kinds = new Map<string, MetricKind>([
    ["checkout", { type: "trend", time: true }],
    ["found", { type: "rate", time: false }],
    ["sold", { type: "counter", time: false }],
    ["queue", { type: "gauge", time: false }],
  ]);

  test("are folded by name, over the measured phase, and by second", () => {
    const fold = new RecordingFold(START);
    for (let i = 0; i < 100; i++) fold.add("checkout", START + i * 100, i, { scenario: "s" });
    fold.add("checkout", START, 9999, { phase: "warmup" });
    for (const found of [1, 0, 1]) fold.add("found", START, found, {});
    for (const sold of [2, 3]) fold.add("sold", START, sold, {});
    fold.add("queue", START + 20, 4, {});
    fold.add("queue", START + 10, 9, {});
    fold.add("http_req_waiting", START, 5, {});
    const { metrics, endpoints } = fold.close(10_000, kinds);
    expect(endpoints).toEqual([]);
    expect(
      metrics.map(({ name, type, n, sum, min, max, last, p50, p99 }) => [name, type, n, sum, min, max, last, p50, p99]),
    ).toEqual([
      ["checkout", "trend", 100, 4950, 0, 99, 99, 49.5, null],
      ["found", "rate", 3, 2, 0, 1, 1, null, null],
      ["sold", "counter", 2, 5, 2, 3, 3, null, null],
      ["queue", "gauge", 2, 13, 4, 9, 4, null, null],
    ]);
    expect(metrics[0]?.windows.map((w) => [w.t, w.phase, w.n])).toEqual([
      [0, "warmup", 1],
      ...Array.from({ length: 10 }, (_, t) => [t, "measure", 10]),
    ]);
  });

  test("threads that drain and one fold that absorbs give what one fold alone gives", () => {
    const samples = fc.array(
      fc.record({
        atMs: fc.integer({ min: 0, max: 20_000 }),
        value: fc.integer({ min: -1000, max: 1000 }),
        tags: fc.constantFrom<Tags>({}, { phase: "warmup" }, { stage: "peak" }),
        name: fc.constantFrom("checkout", "found", "sold"),
      }),
      { maxLength: 200 },
    );
    const shown = (fold: RecordingFold): unknown =>
      [...fold.close(1000, kinds).metrics]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, n, min, max, p50, windows }) => [
          name,
          n,
          min,
          max,
          p50,
          windows.map((w) => [w.t, w.phase, w.stage, w.n]),
        ]);
    fc.assert(
      fc.property(samples, fc.nat(200), (all, cut) => {
        const alone = new RecordingFold(START);
        const whole = new RecordingFold(START);
        const threads = [new RecordingFold(START), new RecordingFold(START)];
        all.forEach((s, i) => {
          alone.add(s.name, START + s.atMs, s.value, s.tags);
          threads[i % 2]?.add(s.name, START + s.atMs, s.value, s.tags);
          if (i === cut) for (const t of threads) whole.absorb(structuredClone(t.drain()));
        });
        for (const t of threads) whole.absorb(t.drain());
        expect(shown(whole)).toEqual(shown(alone));
      }),
      { numRuns: 30 },
    );
  });

  test("checks are counted by name and endpoint", () => {
    const fold = new RecordingFold(START);
    const check = (passed: number, tags: Tags): void => fold.add("checks", START, passed, { check: "is 200", ...tags });
    check(1, {});
    check(0, {});
    check(1, { endpoint: "login" });
    check(0, { endpoint: "login", phase: "warmup" });
    const other = new RecordingFold(START);
    other.absorb(structuredClone(fold.drain()));
    expect(fold.close(1000).checks).toEqual([]);
    expect(other.close(1000).checks).toEqual([
      { name: "is 200", endpoint: null, passes: 1, fails: 1 },
      { name: "is 200", endpoint: "login", passes: 1, fails: 0 },
    ]);
  });
});
