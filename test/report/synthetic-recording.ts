// Makes recordings that look like those of a real run, from a seed: five endpoints, a warm-up, a stall now and then.
// For tests of what reads recordings; nothing here was measured.

import { LatencyHistogram } from "../../lib/core/histogram.ts";
import { samplesNeeded } from "../../lib/core/quantile.ts";
import { seededRandom } from "../../lib/core/random.ts";
import type { Criterion, EndpointRecord, Recording, TimelinePoint, Window } from "../../lib/core/recording.ts";
import { RECORDING_SCHEMA } from "../../lib/core/recording-format.ts";

export interface Shape {
  readonly seed: number;
  readonly seconds: number;
  readonly warmupSec: number;
  readonly ratePerSec: number;
  /** Multiplies every latency. */
  readonly slowdown: number;
  /** Share of requests that fail. */
  readonly failing: number;
}

const kinds = [
  { name: "predict", method: "POST", path: "/predict", rows: 1, medianMs: 38, share: 0.5 },
  { name: "batch-5", method: "POST", path: "/predict_batch", rows: 5, medianMs: 52, share: 0.15 },
  { name: "batch-25", method: "POST", path: "/predict_batch", rows: 25, medianMs: 84, share: 0.15 },
  { name: "batch-50", method: "POST", path: "/predict_batch", rows: 50, medianMs: 118, share: 0.1 },
  { name: "health", method: "GET", path: "/health", rows: null, medianMs: 4, share: 0.1 },
] as const;

type Kind = (typeof kinds)[number];

const logNormal = (next: () => number, median: number, sigma: number): number =>
  median * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()));

export const tenMinutes: Shape = { seed: 7, seconds: 600, warmupSec: 30, ratePerSec: 100, slowdown: 1, failing: 0 };

export const shortRun: Shape = { ...tenMinutes, seconds: 20, warmupSec: 4 };

/** A valid recording whose totals agree with its windows. */
export function syntheticRecording(shape: Shape = tenMinutes): Recording {
  const next = seededRandom(shape.seed);
  const endpoints = kinds.map((kind) => endpointRecord(kind, shape, next));
  const criteria = endpoints.flatMap(objectivesOf);
  return {
    schema: RECORDING_SCHEMA,
    id: `2026-11-24T06-00-00Z-${shape.seed}`,
    label: "baseline",
    scenario: "baseline",
    partial: false,
    golden: null,
    engine: { name: "runner", version: "0.1.0" },
    target: { url: "http://127.0.0.1:8000", embedded: true, profile: "baseline" },
    load: { model: "closed", users: 10, ratePerSec: null, thinkMs: 400, mix: { predict: 1 }, stages: [] },
    seed: shape.seed,
    script: null,
    item: "prediction",
    metrics: [],
    checks: [],
    payload: { corpusHash: "5f0c1d2e", texts: 2000, repeatShare: 0.2 },
    startedAt: "2026-11-24T06:00:00.000Z",
    durationMs: (shape.seconds - shape.warmupSec) * 1000,
    warmupMs: shape.warmupSec * 1000,
    suite: { version: "0.1.0", gitSha: "0123456789abcdef0123456789abcdef01234567", dirty: false, scriptHash: "ab12" },
    host: {
      id: "c0ffee",
      cpuModel: "Example CPU @ 2.50GHz",
      cores: 2,
      memoryBytes: 8 * 2 ** 30,
      kernel: "Linux 6.1",
      node: "v20.20.2",
    },
    endpoints,
    timeline: timeline(shape),
    generator: {
      cpuFraction: 0.21,
      lagMsP99: 3.2,
      sendLagMsP99: null,
      dropped: 0,
      achievedFraction: null,
      scriptErrors: 0,
      stealFraction: 0.001,
      clockStepMs: 0.4,
    },
    service: {
      restarts: 0,
      samples: Array.from({ length: shape.seconds }, (_, t) => ({
        t,
        rssBytes: 180e6 + t * 1e4,
        cpuFraction: 0.8,
        lagMsP99: 12,
        queueDepth: 3,
      })),
    },
    cost: { source: "processes", cpuSeconds: 0.6 * shape.seconds, uncertaintySeconds: 0.03, rssBytes: 184e6 },
    validity: { verdict: "valid", reasons: [] },
    objectives: {
      verdict: criteria.some((c) => c.verdict === "fail")
        ? "fail"
        : criteria.some((c) => c.verdict === "no-data")
          ? "no-data"
          : "pass",
      criteria,
    },
  };
}

const timeline = (shape: Shape): TimelinePoint[] =>
  Array.from({ length: shape.seconds }, (_, t) => ({ t, users: Math.min(10, 2 + t * 2), dropped: 0 }));

function endpointRecord(kind: Kind, shape: Shape, next: () => number): EndpointRecord {
  const all = new LatencyHistogram();
  const windows: Window[] = [];
  let count = 0;
  let failed = 0;
  let sumMs = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (let t = 0; t < shape.seconds; t++) {
    const measured = t >= shape.warmupSec;
    const one = new LatencyHistogram();
    const n = Math.max(0, Math.round(shape.ratePerSec * kind.share + (next() - 0.5) * 4));
    let windowFailed = 0;
    let windowSum = 0;
    let windowMax = 0;
    const stall = next() < 0.01 ? 2.2 : 1;
    const cold = measured ? 1 : 1 + 1.5 * (1 - t / shape.warmupSec);
    for (let i = 0; i < n; i++) {
      if (next() < shape.failing) {
        windowFailed++;
        continue;
      }
      const ms = logNormal(next, kind.medianMs * shape.slowdown * stall * cold, 0.22);
      one.record(ms);
      windowSum += ms;
      windowMax = Math.max(windowMax, ms);
      if (measured) min = Math.min(min, ms);
    }
    if (measured) {
      all.merge(one);
      count += n;
      failed += windowFailed;
      sumMs += windowSum;
      max = Math.max(max, windowMax);
    }
    if (n > 0) {
      windows.push({
        t,
        phase: measured ? "measure" : "warmup",
        stage: null,
        n,
        failed: windowFailed,
        sumMs: windowSum,
        p50Ms: one.quantileMs(0.5) ?? null,
        p95Ms: one.quantileMs(0.95) ?? null,
        p99Ms: one.quantileMs(0.99) ?? null,
        maxMs: one.count === 0 ? null : windowMax,
        hdr: one.encode(),
      });
    }
  }
  const good = count - failed;
  const carried = (q: number): number | null => (good < samplesNeeded(q) ? null : (all.quantileMs(q) ?? null));
  const texts = good * (kind.rows ?? 0);
  return {
    name: kind.name,
    role: kind.rows === null ? "health" : "inference",
    method: kind.method,
    path: kind.path,
    rows: kind.rows,
    count,
    failed,
    ratePerSec: count / (shape.seconds - shape.warmupSec),
    items: texts,
    latencyMs: {
      mean: good === 0 ? null : sumMs / good,
      min: good === 0 ? null : min,
      max: good === 0 ? null : max,
      p50: carried(0.5),
      p95: carried(0.95),
      p99: carried(0.99),
    },
    hdr: all.encode(),
    errors: failed === 0 ? {} : { "http-500": failed },
    answers: {
      checked: texts,
      mismatched: 0,
      faults: {},
      wrongInputs: [],
      labelled: texts,
      correct: Math.round(texts * 0.931),
    },
    windows,
  };
}

function objectivesOf(endpoint: EndpointRecord): Criterion[] {
  const judged = (metric: Criterion["metric"], bound: Criterion["bound"], limit: number, actual: number | null) => {
    const met = actual !== null && (bound === "below" ? actual < limit : actual <= limit);
    return {
      endpoint: endpoint.name,
      metric,
      bound,
      limit,
      actual,
      verdict: actual === null ? "no-data" : met ? "pass" : "fail",
      text: null,
    } satisfies Criterion;
  };
  return [
    judged("p95Ms", "below", 200, endpoint.latencyMs.p95),
    judged("p99Ms", "below", 500, endpoint.latencyMs.p99),
    judged("failedFraction", "at-most", 0, endpoint.count === 0 ? null : endpoint.failed / endpoint.count),
  ];
}
