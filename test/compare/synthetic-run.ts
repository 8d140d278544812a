// Run statistics made by hand, for tests of what comes after reading a recording.

import type { Fingerprint } from "../../lib/core/compare/model.ts";
import type { EndpointStatistics, RunStatistics } from "../../lib/core/compare/run-statistics.ts";

const fingerprint: Fingerprint = {
  schema: "tailgate.recording/1",
  scenario: "baseline",
  scriptHash: "c0ffee",
  engine: "runner",
  load: "closed, 10 users",
  seed: 1,
  payload: "400 texts, abc123, repeat share 0",
  warmupMs: 5000,
  durationMs: 30_000,
  hostId: "host-1",
  host: "Test CPU, 2 cores, Linux 6.1, node v20.19.0",
};

const endpoint: EndpointStatistics = {
  name: "predict",
  isInference: true,
  count: 3000,
  failed: 0,
  values: { p50Ms: 40, p95Ms: 69, p99Ms: 91, meanMs: 42 },
  goodPerSec: 100,
  answers: { checked: 0, mismatched: 0, labelled: 0, incorrect: 0 },
};

/** Latencies and rate, and whatever else an endpoint has. */
export interface RunValues extends Partial<Omit<EndpointStatistics, "values" | "goodPerSec">> {
  readonly p50Ms?: number | null;
  readonly p95Ms?: number | null;
  readonly p99Ms?: number | null;
  readonly meanMs?: number | null;
  readonly ratePerSec?: number | null;
}

const withValues = ({ p50Ms, p95Ms, p99Ms, meanMs, ratePerSec, ...more }: RunValues): EndpointStatistics => {
  const given = Object.entries({ p50Ms, p95Ms, p99Ms, meanMs }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return {
    ...endpoint,
    ...more,
    values: { ...endpoint.values, ...Object.fromEntries(given) },
    ...(ratePerSec === undefined ? {} : { goodPerSec: ratePerSec }),
  };
};

/** A valid run of one endpoint, 3 000 requests in 30 s; what `values` names replaces the defaults. */
export const syntheticRun = (id: string, values: RunValues = {}, run: Partial<RunStatistics> = {}): RunStatistics => ({
  run: { id, label: "run", startedAt: "2026-01-05T10:00:00.000Z", validity: "valid" },
  fingerprint,
  origin: { url: "http://127.0.0.1:8000", profile: "baseline", gitSha: null, dirty: null },
  engineVersion: "0.1.0",
  loadModel: "closed",
  unusable: null,
  endpoints: [withValues(values)],
  own: [],
  ownRates: [],
  checks: null,
  demands: [],
  achievedFraction: null,
  ...run,
});
