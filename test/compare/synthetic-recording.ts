// Whole recordings of a known speed, small and deterministic, for tests of what reads, compares and renders them.

import { LatencyHistogram } from "../../lib/core/histogram.ts";
import type { EndpointRecord, Recording } from "../../lib/core/recording.ts";
import { RECORDING_SCHEMA } from "../../lib/core/recording-format.ts";

export interface RunShape {
  readonly id: string;
  readonly label?: string;
  /** Multiplies every latency, and divides the rate. */
  readonly slowdown?: number;
  readonly failed?: number;
  readonly invalid?: string;
  readonly startedAt?: string;
}

const COUNT = 800;
const DURATION_MS = 30_000;

interface Kind {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly rows: number | null;
  readonly medianMs: number;
}

const kinds: readonly Kind[] = [
  { name: "predict", method: "POST", path: "/predict", rows: 1, medianMs: 40 },
  { name: "batch-25", method: "POST", path: "/predict_batch", rows: 25, medianMs: 90 },
  { name: "health", method: "GET", path: "/health", rows: null, medianMs: 4 },
];

/** A right-skewed spread of latencies around a median: 0.6 to about 2.5 of it. */
const spreadOf = (medianMs: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => medianMs * (0.6 + 0.5 * -Math.log(1 - (i + 0.5) / count) * 0.8));

const endpointOf = (kind: Kind, shape: RunShape): EndpointRecord => {
  const slowdown = shape.slowdown ?? 1;
  const count = Math.round(COUNT / slowdown);
  const failed = kind.rows === null ? 0 : (shape.failed ?? 0);
  const latencies = spreadOf(kind.medianMs * slowdown, count - failed);
  const histogram = new LatencyHistogram();
  for (const x of latencies) histogram.record(x);
  const texts = (count - failed) * (kind.rows ?? 0);
  return {
    name: kind.name,
    role: kind.rows === null ? "health" : "inference",
    method: kind.method,
    path: kind.path,
    rows: kind.rows,
    count,
    failed,
    ratePerSec: (count * 1000) / DURATION_MS,
    items: texts,
    latencyMs: {
      mean: latencies.reduce((sum, x) => sum + x, 0) / latencies.length,
      min: latencies[0] ?? null,
      max: latencies.at(-1) ?? null,
      p50: histogram.quantileMs(0.5) ?? null,
      p95: histogram.quantileMs(0.95) ?? null,
      p99: histogram.quantileMs(0.99) ?? null,
    },
    hdr: histogram.encode(),
    errors: failed > 0 ? { timeout: failed } : {},
    answers: {
      checked: texts,
      mismatched: 0,
      faults: {},
      wrongInputs: [],
      labelled: texts,
      correct: Math.round(texts * 0.98),
    },
    windows: [],
  };
};

export const syntheticRecording = (shape: RunShape): Recording => ({
  schema: RECORDING_SCHEMA,
  id: shape.id,
  label: shape.label ?? "run",
  scenario: "baseline",
  partial: false,
  engine: { name: "runner", version: "0.1.0" },
  target: { url: "http://127.0.0.1:8000", embedded: true, profile: "baseline" },
  load: { model: "closed", users: 10, ratePerSec: null, thinkMs: 400, mix: { predict: 1 }, stages: [] },
  seed: 1,
  script: null,
  item: "prediction",
  metrics: [],
  checks: [],
  payload: { corpusHash: "5f0c1d2e", texts: 400, repeatShare: 0.5 },
  startedAt: shape.startedAt ?? "2026-01-05T10:00:00.000Z",
  durationMs: DURATION_MS,
  warmupMs: 5000,
  suite: { version: "0.1.0", gitSha: null, dirty: null, scriptHash: "ab12" },
  host: {
    id: "c0ffee",
    cpuModel: "Example CPU",
    cores: 2,
    memoryBytes: 2 ** 33,
    kernel: "Linux 6.1",
    node: "v20.19.0",
  },
  endpoints: kinds.map((kind) => endpointOf(kind, shape)),
  golden: null,
  timeline: [],
  generator: {
    cpuFraction: 0.2,
    lagMsP99: 1,
    sendLagMsP99: 1,
    dropped: 0,
    achievedFraction: null,
    scriptErrors: 0,
    stealFraction: 0,
    clockStepMs: 0,
  },
  service: null,
  validity:
    shape.invalid === undefined
      ? { verdict: "valid", reasons: [] }
      : {
          verdict: "invalid",
          reasons: [{ rule: "test", severity: "invalid", finding: shape.invalid, advice: "Record again." }],
        },
  objectives: { verdict: "no-data", criteria: [] },
});
