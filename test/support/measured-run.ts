// Builds a small healthy recording in memory, for tests of what is judged from one. Deterministic: no clock, no host.

import { LatencyHistogram } from "../../lib/core/histogram.ts";
import { quantile, samplesNeeded, toSorted } from "../../lib/core/quantile.ts";
import type { EndpointRecord, Generator, LatencySummary, Window } from "../../lib/core/recording.ts";
import { RECORDING_SCHEMA } from "../../lib/core/recording-format.ts";
import type { MeasuredRun } from "../../lib/core/validity/rule.ts";

export interface EndpointPlan {
  readonly name: string;
  readonly rows?: number | null;
  /** Latencies of second t of the measured phase, in ms; the warm-up has none. */
  readonly latencies: (t: number) => readonly number[];
  readonly failedPerSecond?: number;
  readonly stage?: (t: number) => string | null;
}

const histogramOf = (values: readonly number[]): LatencyHistogram => {
  const h = new LatencyHistogram();
  for (const v of values) h.record(v);
  return h;
};

const summary = (values: readonly number[]): LatencySummary => {
  const s = toSorted(values);
  if (!s) return { mean: null, min: null, max: null, p50: null, p95: null, p99: null };
  const at = (q: number): number | null => (s.length < samplesNeeded(q) ? null : quantile(s, q));
  const mean = s.reduce((a, b) => a + b, 0) / s.length;
  return { mean, min: s[0], max: s.at(-1) ?? null, p50: quantile(s, 0.5), p95: at(0.95), p99: at(0.99) };
};

const windowOf = (plan: EndpointPlan, t: number): Window => {
  const values = plan.latencies(t);
  const s = toSorted(values);
  const failed = plan.failedPerSecond ?? 0;
  return {
    t,
    phase: "measure",
    stage: plan.stage?.(t) ?? null,
    n: values.length + failed,
    failed,
    sumMs: values.reduce((a, b) => a + b, 0),
    p50Ms: s ? quantile(s, 0.5) : null,
    p95Ms: s ? quantile(s, 0.95) : null,
    p99Ms: s ? quantile(s, 0.99) : null,
    maxMs: s?.at(-1) ?? null,
    hdr: histogramOf(values).encode(),
  };
};

/** One endpoint over `seconds` of measured phase. */
export const endpointOf = (plan: EndpointPlan, seconds: number): EndpointRecord => {
  const windows = Array.from({ length: seconds }, (_, t) => windowOf(plan, t));
  const values = Array.from({ length: seconds }, (_, t) => plan.latencies(t)).flat();
  const failed = (plan.failedPerSecond ?? 0) * seconds;
  const rows = plan.rows === undefined ? 1 : plan.rows;
  const items = values.length * (rows ?? 0);
  return {
    name: plan.name,
    role: plan.name === "health" ? "health" : "inference",
    method: plan.name === "health" ? "GET" : "POST",
    path: plan.name === "health" ? "/health" : rows === 1 ? "/predict" : "/predict_batch",
    rows,
    count: values.length + failed,
    failed,
    ratePerSec: (values.length + failed) / seconds,
    items,
    latencyMs: summary(values),
    hdr: histogramOf(values).encode(),
    errors: failed === 0 ? {} : { "http-500": failed },
    answers: {
      checked: items,
      mismatched: 0,
      faults: {},
      wrongInputs: [],
      labelled: items,
      correct: items,
    },
    windows,
  };
};

const quietGenerator: Generator = {
  cpuFraction: 0.2,
  lagMsP99: 2,
  sendLagMsP99: 1,
  dropped: 0,
  achievedFraction: null,
  scriptErrors: 0,
  stealFraction: 0,
  clockStepMs: 0,
};

/** A run of `seconds` with 10 users; `over` replaces fields of it, `generator` fields of what the generator knows. */
export const measuredRun = (
  plans: readonly EndpointPlan[],
  seconds = 30,
  over: Partial<MeasuredRun> = {},
  generator: Partial<Generator> = {},
): MeasuredRun => ({
  schema: RECORDING_SCHEMA,
  id: "test",
  label: "test",
  scenario: "baseline",
  partial: false,
  engine: { name: "runner", version: "0.1.0" },
  target: { url: "http://127.0.0.1:1", embedded: true, profile: "baseline" },
  load: { model: "closed", users: 10, ratePerSec: null, thinkMs: 400, mix: { predict: 1 }, stages: [] },
  seed: 1,
  script: null,
  item: "prediction",
  payload: { corpusHash: "0", texts: 100, repeatShare: 0 },
  startedAt: "2026-01-01T00:00:00.000Z",
  durationMs: seconds * 1000,
  warmupMs: 0,
  suite: { version: "0.1.0", gitSha: null, dirty: null, scriptHash: "0" },
  host: { id: "0", cpuModel: "test", cores: 2, memoryBytes: 1, kernel: "0", node: "v20" },
  endpoints: plans.map((p) => endpointOf(p, seconds)),
  metrics: [],
  checks: [],
  golden: null,
  timeline: Array.from({ length: seconds }, (_, t) => ({ t, users: 10, dropped: 0 })),
  service: null,
  ...over,
  generator: { ...quietGenerator, ...generator },
});

/** Ten requests a second of about `typicalMs`, spread evenly by ±20 %. */
export const around =
  (typicalMs: number, perSecond = 10) =>
  (t: number): readonly number[] =>
    Array.from({ length: perSecond }, (_, i) => typicalMs * (0.8 + (0.4 * ((i * 7 + t * 3) % perSecond)) / perSecond));
