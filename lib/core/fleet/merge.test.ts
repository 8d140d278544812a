import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measuredRun } from "../../../test/support/measured-run.ts";
import { shardEnd, shardHeader } from "../../../test/support/shard.ts";
import { type FoldResult, RecordingFold } from "../fold/recording-fold.ts";
import { metric, type Tags } from "../metric-sample.ts";
import { judgeValidity } from "../validity/judge.ts";
import { mergeShards } from "./merge.ts";
import { newShard, placeFrom, placeOf, type Shard, type ShardHeader } from "./shard.ts";

const START = 1_800_000_000_000;

const predict: Tags = {
  endpoint: "predict",
  phase: "measure",
  method: "POST",
  name: "/predict",
  rows: "1",
  status: "200",
};
const kinds: readonly Tags[] = [
  predict,
  { ...predict, phase: "warmup" },
  { ...predict, status: "0", error_code: "1212", expected_response: "false" },
  { ...predict, endpoint: "batch-5", name: "/predict_batch", rows: "5" },
];

interface Sample {
  readonly atMs: number;
  readonly ms: number;
  readonly kind: number;
}

const samples = fc.array(
  fc.record({
    atMs: fc.integer({ min: 0, max: 20_000 }),
    ms: fc.double({ min: 0.01, max: 5000, noNaN: true }),
    kind: fc.nat(kinds.length - 1),
  }),
  { maxLength: 200 },
);

const add = (fold: RecordingFold, { atMs, ms, kind }: Sample, number: number): void => {
  const tags = kinds[kind] ?? predict;
  fold.add("http_req_duration", START + atMs, ms, tags);
  const { endpoint = "", phase = "" } = tags;
  const failed = tags.expected_response === "false" ? { failed: "true" } : {};
  fold.add(metric.request, START + atMs, number, { endpoint, phase, ...failed });
};

/** Shards as they come back: through JSON. */
const sent = (shard: Shard): Shard => structuredClone(JSON.parse(JSON.stringify(shard)));

/** All samples, dealt out to `of` shards by `whose`; the number of a request is its place in the list. */
const split = (all: readonly Sample[], of: number, whose: (i: number) => number): readonly Shard[] =>
  Array.from({ length: of }, (_, shard) => {
    const fold = new RecordingFold();
    fold.add(metric.started, START, START, {});
    all.forEach((sample, i) => {
      if (whose(i) % of === shard) add(fold, sample, i);
    });
    return sent(newShard(shardHeader(shard + 1, of), shardEnd, fold));
  });

/** Sums are of floating-point numbers, whose order of addition shows in the last digits. */
const comparable = (r: FoldResult): unknown => ({
  ...r,
  endpoints: [...r.endpoints]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ latencyMs: { mean, ...latency }, windows, ...e }) => ({
      ...e,
      latency,
      mean: mean?.toFixed(6),
      windows: windows.map(({ sumMs, ...w }) => ({ ...w, sum: sumMs.toFixed(6) })),
    })),
});

const numbers = (fold: RecordingFold): unknown =>
  fold
    .asked()
    .map(({ name, requests }) => [name, [...requests.asked], [...requests.failed]])
    .sort();

const judged = (shards: readonly Shard[], expected: Parameters<typeof mergeShards>[1] = {}) => {
  const run = measuredRun([{ name: "predict", latencies: () => [10] }], 30, {
    fleet: mergeShards(shards, expected).record,
  });
  return judgeValidity(run).reasons.filter((r) => r.rule.startsWith("shard"));
};

const of = 3;
const plenty: readonly Sample[] = Array.from({ length: 300 }, (_, i) => ({
  atMs: i * 60,
  ms: 10 + ((i * 7) % 20),
  kind: 0,
}));
const stripes = (all = plenty): readonly Shard[] => split(all, of, (i) => i);

describe("mergeShards", () => {
  test("gives what one process would have recorded, however the samples were dealt out", () => {
    fc.assert(
      fc.property(
        samples,
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.nat(6), { minLength: 1 }),
        (all, count, deal) => {
          const whole = new RecordingFold();
          whole.add(metric.started, START, START, {});
          all.forEach((sample, i) => {
            add(whole, sample, i);
          });
          const shards = split(all, count, (i) => deal[i % deal.length] ?? 0);
          const { fold, record } = mergeShards([...shards].reverse());
          expect(comparable(fold.close(10_000))).toEqual(comparable(whole.close(10_000)));
          expect(numbers(fold)).toEqual(numbers(whole));
          expect(record).toMatchObject({ shards: count, missing: [], doubled: [], sentTwice: 0, skewMs: 0 });
        },
      ),
      { numRuns: 20 },
    );
  });

  test("of runs that are longer than what is kept open at once loses nothing", () => {
    const long: readonly Sample[] = Array.from({ length: 900 }, (_, i) => ({
      atMs: i * 1000,
      ms: 5 + (i % 9),
      kind: 0,
    }));
    const [e] = mergeShards(split([...long, ...long], 2, (i) => i + Math.floor(i / 900))).fold.close(900_000).endpoints;
    expect(e?.count).toBe(1800);
    expect(e?.windows.map((w) => [w.t, w.n])).toEqual(long.map((_, t) => [t, 2]));
  });

  test("a whole fleet gives no reason", () => {
    expect(judged(stripes(), { isNumbered: () => true })).toEqual([]);
  });

  test("one dropped is invalid, and named", () => {
    fc.assert(
      fc.property(fc.nat(of - 1), (dropped) => {
        const [reason] = judged(stripes().filter((_, i) => i !== dropped));
        expect(reason).toMatchObject({ rule: "shards-missing", severity: "invalid" });
        expect(reason?.finding).toContain(`shard ${dropped + 1} of 3`);
      }),
    );
  });

  test("one doubled is invalid, and is not counted twice", () => {
    const shards = stripes();
    const twice = [...shards, ...shards.slice(1, 2)];
    expect(judged(twice)[0]).toMatchObject({ rule: "shards-missing", severity: "invalid" });
    expect(mergeShards(twice).fold.close(1000).endpoints[0]?.count).toBe(plenty.length);
  });

  test("a request number that two shards sent is invalid", () => {
    const [a, b, c] = stripes();
    const other = split(plenty, of, (i) => i + (i === 4 ? 1 : 0))[2];
    if (a === undefined || b === undefined || c === undefined || other === undefined) throw new Error("three shards");
    expect(judged([a, b, other])).toContainEqual(
      expect.objectContaining({ rule: "shards-overlap", severity: "invalid" }),
    );
  });

  test("a request that none sent is suspect where numbers have no holes", () => {
    const [a, , c] = stripes();
    if (a === undefined || c === undefined) throw new Error("three shards");
    const fold = new RecordingFold();
    fold.add(metric.started, START, START, {});
    plenty.forEach((sample, i) => {
      if (i % of === 1 && i !== 100) add(fold, sample, i);
    });
    const without = sent(newShard(shardHeader(2, of), shardEnd, fold));
    expect(judged([a, without, c], { isNumbered: () => true })).toEqual([
      expect.objectContaining({ rule: "shards-overlap", severity: "suspect" }),
    ]);
    expect(judged([a, without, c])).toEqual([]);
  });

  test.each<[string, Partial<ShardHeader>]>([
    ["seed", { env: { SEED: "2", RATE: "15" } }],
    ["bundle", { suite: { version: "0.1.0", gitSha: null, dirty: null, scriptHash: "1" } }],
    ["engine", { engine: { name: "k6", version: "2.1.0" } }],
    ["run", { run: "another" }],
  ])("another %s is invalid", (name, over) => {
    const [a, b, c] = stripes();
    if (a === undefined || b === undefined || c === undefined) throw new Error("three shards");
    const [reason] = judged([a, { ...b, ...over }, c]);
    expect(reason).toMatchObject({ rule: "shards-differ", severity: "invalid" });
    expect(reason?.finding).toContain(name);
  });

  test.each([
    [500, undefined],
    [1500, "suspect"],
    [6000, "invalid"],
  ])("starts %i ms apart with a warm-up of 10 s: %s", (skewMs, severity) => {
    const shards = stripes().map((s, i) => (i === 1 ? { ...s, startedAtMs: START + skewMs } : s));
    const fleet = mergeShards(shards).record;
    const run = measuredRun([{ name: "predict", latencies: () => [10] }], 30, { fleet, warmupMs: 10_000 });
    expect(judgeValidity(run).reasons.find((r) => r.rule === "shard-skew")?.severity).toBe(severity);
  });

  test("a shard that ended early, or with an error of the script, is invalid and named", () => {
    const cases: Partial<Shard>[] = [{ partial: true, problem: "SIGTERM" }, { exitCode: 107 }, { startedAtMs: null }];
    for (const over of cases) {
      const [reason] = judged(stripes().map((s, i) => (i === 2 ? { ...s, ...over } : s)));
      expect(reason).toMatchObject({ rule: "shards-missing", severity: "invalid" });
      expect(reason?.finding).toContain("shard 3 (pod-3)");
    }
  });

  test("a shard whose median is a quarter off is suspect, and named; chance is not", () => {
    const slow = stripes(plenty.map((s, i) => (i % of === 1 ? { ...s, ms: s.ms * 1.5 } : s)));
    const [reason] = judged(slow);
    expect(reason).toMatchObject({ rule: "shard-uneven", severity: "suspect" });
    expect(reason?.finding).toMatch(/shard 2 \(pod-2\) measured a median \d+.% above/);
    expect(judged(stripes(plenty.slice(0, 60).map((s, i) => ({ ...s, ms: 1 + ((i * 7919) % 100) }))))).toEqual([]);
  });

  test("the generators' own rules name the shard that is worst, and count neighbours on a machine together", () => {
    const reasonsOf = (shards: readonly Shard[]) =>
      judgeValidity(
        measuredRun([{ name: "predict", latencies: () => [10] }], 30, {
          engine: { name: "k6", version: "2.2.0" },
          fleet: mergeShards(shards).record,
        }),
      ).reasons.filter((r) => r.rule === "generator-cpu");
    const busy = (cpu: readonly number[], machine = (i: number) => `m${i}`): readonly Shard[] =>
      stripes().map((s, i) => ({
        ...s,
        machine: machine(i),
        generator: { ...shardEnd.generator, cpuFraction: cpu[i] ?? 0 },
      }));
    expect(reasonsOf(busy([0.1, 1.7, 1.99]))).toEqual([expect.objectContaining({ severity: "invalid" })]);
    expect(reasonsOf(busy([0.1, 1.7, 1.99]))[0]?.finding).toContain("shard 3 (pod-3)");
    expect(reasonsOf(busy([0.6, 0.6, 0.6]))).toEqual([]);
    expect(reasonsOf(busy([0.6, 0.6, 0.6], () => "one"))).toHaveLength(1);
  });
});

describe("placeOf", () => {
  test("cuts as k6-operator does, and is read back from a process's arguments", () => {
    expect(placeOf(2, 3)).toEqual({ index: 2, of: 3, segment: "1/3:2/3", sequence: "0,1/3,2/3,1" });
    expect(placeOf(1, 1)).toEqual({ index: 1, of: 1, segment: "0:1", sequence: "0,1" });
    expect(placeFrom("1/3:2/3", "0,1/3,2/3,1")).toEqual(placeOf(2, 3));
    expect(placeFrom("", "")).toEqual(placeOf(1, 1));
    expect(placeFrom("1/4:2/3", "0,1/3,2/3,1")).toBeUndefined();
  });
});
