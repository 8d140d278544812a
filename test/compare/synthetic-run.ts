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
  p50Ms: 40,
  p95Ms: 69,
  p99Ms: 91,
  meanMs: 42,
  ratePerSec: 100,
  answers: { checked: 0, mismatched: 0, labelled: 0, incorrect: 0 },
};

/** A valid run of one endpoint, 3 000 requests in 30 s; what `values` names replaces the defaults. */
export const syntheticRun = (
  id: string,
  values: Partial<EndpointStatistics> = {},
  run: Partial<RunStatistics> = {},
): RunStatistics => ({
  run: { id, label: "run", startedAt: "2026-01-05T10:00:00.000Z", validity: "valid" },
  fingerprint,
  origin: { url: "http://127.0.0.1:8000", profile: "baseline", gitSha: null, dirty: null },
  engineVersion: "0.1.0",
  loadModel: "closed",
  unusable: null,
  endpoints: [{ ...endpoint, ...values }],
  achievedFraction: null,
  ...run,
});
