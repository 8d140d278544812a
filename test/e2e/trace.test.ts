// TRACE=1: every request of a load carries a traceparent, and the recording's trace ids are those of requests that the
// service saw, on both engines and in a fleet.

import { afterEach, beforeEach, describe, expect } from "vitest";
import { type FakeServer, fakeServer } from "../../runner/testing/fake-server.ts";
import { onlyRecording } from "../support/only-recording.ts";
import { engines } from "../support/real-k6.ts";
import { stubAnswer } from "../support/stub-service.ts";
import { startTailgate } from "../support/tailgate-process.ts";
import { test } from "../support/temp-dir.ts";

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/;

let server: FakeServer;
/** Trace ids that came, by what was answered. */
let answered: Map<string, number>;

beforeEach(async () => {
  answered = new Map();
  let traced = 0;
  server = await fakeServer((request) => {
    const { traceparent = "" } = request.headers;
    const traceId = TRACEPARENT.exec(String(traceparent))?.[1];
    if (traceId === undefined) return stubAnswer(request);
    traced += 1;
    const status = traced % 4 === 0 ? 503 : 200;
    answered.set(traceId, status);
    return status === 503 ? { status } : stubAnswer(request);
  });
});
afterEach(async () => {
  await server.close();
});

const loads = [...engines.map((e) => ({ ...e, fleet: "1" })), { engine: "runner", skip: false, fleet: "2" }];

describe.each(loads)("with $engine, $fleet process(es)", ({ engine, skip, fleet }) => {
  test.skipIf(skip)("the recorded traces are the service's own", async ({ dir }) => {
    const shared = { ENGINE: engine, RESULTS_DIR: dir, BASE_URL: server.url, TRACE: "1", LABEL: "traced" };
    const load = { USERS: "2", DURATION: "2s", WARMUP: "0s", THINK_TIME: "100ms" };
    const { out } = await startTailgate(["run", "baseline"], {
      ...shared,
      ...load,
      ...(fleet === "1" ? {} : { FLEET: fleet }),
    }).ended;
    const { endpoints, load: recorded } = await onlyRecording(dir, "traced");
    expect(recorded.traced).toBe(true);
    // As many traces as requests: none was without, none was shared.
    const counted = endpoints.reduce((n, e) => n + e.count, 0);
    expect(answered.size).toBeGreaterThanOrEqual(counted);
    for (const { name, count, failed, latencyMs, traces } of endpoints) {
      expect(traces?.slowest).toHaveLength(Math.min(5, count - failed));
      expect(traces?.failed).toHaveLength(Math.min(5, failed));
      for (const { traceId } of traces?.slowest ?? []) expect(answered.get(traceId)).toBe(200);
      for (const { traceId, failure } of traces?.failed ?? []) {
        expect(answered.get(traceId)).toBe(503);
        expect(failure).toBe("http-503");
      }
      const slowest = traces?.slowest.map(({ ms }) => ms) ?? [];
      expect(slowest).toEqual([...slowest].sort((a, b) => b - a));
      // k6's response tells its time to the nanosecond, its CSV to the microsecond.
      if (latencyMs.max !== null) expect(slowest[0], name).toBeCloseTo(latencyMs.max, 1);
      const shown = traces?.slowest[0]?.traceId ?? traces?.failed[0]?.traceId ?? "";
      expect(out).toContain(shown);
    }
    expect(endpoints.some(({ traces }) => (traces?.failed.length ?? 0) > 0)).toBe(true);
  });
});

test("without TRACE nothing is sent and nothing recorded", async ({ dir }) => {
  const env = { ENGINE: "runner", RESULTS_DIR: dir, BASE_URL: server.url };
  await startTailgate(["run", "smoke"], env).ended;
  expect(server.requests.some(({ headers }) => headers.traceparent !== undefined)).toBe(false);
  const { endpoints, load } = await onlyRecording(dir, "smoke");
  expect(load.traced).toBeUndefined();
  expect(endpoints.every(({ traces }) => traces === undefined)).toBe(true);
  const wrong = await startTailgate(["run", "smoke"], { ...env, TRACE: "yes" }).ended;
  expect(wrong.err).toContain("TRACE=yes: must be 1, or 0 for none");
  expect(wrong.code).toBe(2);
});
