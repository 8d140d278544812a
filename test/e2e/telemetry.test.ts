// A run that is watched: an OpenTelemetry collector on a port of its own receives the metrics of a run, and they say
// what the recording says.

import { afterEach, beforeEach, expect } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { type FakeServer, fakeServer } from "../../runner/testing/fake-server.ts";
import { onlyRecording } from "../support/only-recording.ts";
import { stubAnswer } from "../support/stub-service.ts";
import { startTailgate } from "../support/tailgate-process.ts";
import { test } from "../support/temp-dir.ts";

let collector: FakeServer;
let service: FakeServer;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  collector = await fakeServer(() => ({}));
  service = await fakeServer(stubAnswer);
  env = { ENGINE: "runner", BASE_URL: service.url };
});
afterEach(async () => {
  await collector.close();
  await service.close();
});

/** The newest export of metrics. */
const newest = (): unknown =>
  JSON.parse(collector.requests.filter(({ path }) => path === "/v1/metrics").at(-1)?.body ?? "");

const list = (x: unknown, key: string): readonly Record<string, unknown>[] => {
  const at: unknown = isRecord(x) ? x[key] : undefined;
  return Array.isArray(at) ? at.filter(isRecord) : [];
};

/** The data points of a metric in one export (OTLP's JSON). */
const points = (exported: unknown, name: string): readonly Record<string, unknown>[] =>
  list(exported, "resourceMetrics")
    .flatMap((r) => list(r, "scopeMetrics"))
    .flatMap((s) => list(s, "metrics"))
    .filter((m) => m.name === name)
    .flatMap((m) => list(m.histogram ?? m.gauge ?? m.sum, "dataPoints"));

const attribute = (point: Record<string, unknown>, key: string): unknown => {
  const found = list(point, "attributes").find((a) => a.key === key);
  return isRecord(found?.value) ? found.value.stringValue : undefined;
};

test("a collector gets the requests of each endpoint, as many as the recording has, and the verdict", async ({
  dir,
}) => {
  const { code, err } = await startTailgate(["run", "smoke"], {
    ...env,
    RESULTS_DIR: dir,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  }).ended;
  expect(code, err).toBe(0);
  const last = newest();
  const durations = points(last, "http.client.request.duration");
  const { endpoints, validity } = await onlyRecording(dir, "smoke");
  expect(endpoints.length).toBeGreaterThan(1);
  for (const endpoint of endpoints) {
    const own = durations.filter((p) => attribute(p, "tailgate.endpoint") === endpoint.name);
    expect(own.reduce((sum, p) => sum + Number(p.count), 0)).toBe(endpoint.count);
  }
  const verdict = (rung: string): unknown => {
    const [point] = points(last, "tailgate.verdict").filter((p) => attribute(p, "tailgate.rung") === rung);
    return point && attribute(point, "tailgate.verdict");
  };
  expect(verdict("validity")).toBe(validity.verdict);
  expect(verdict("answers")).toBe("right");
});

test("a fleet sends its verdicts, and says that it sends no more", async ({ dir }) => {
  const { code, err } = await startTailgate(["run", "smoke"], {
    ...env,
    FLEET: "2",
    USERS: "2",
    RESULTS_DIR: dir,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  }).ended;
  expect(code, err).toBe(0);
  expect(err.match(/telemetry: a fleet sends its verdicts only/g)).toHaveLength(1);
  expect(points(newest(), "tailgate.verdict").length).toBeGreaterThan(0);
});

test("a collector that is not there is said once, and the run is as good as without", async ({ dir }) => {
  const { code, err } = await startTailgate(["run", "smoke"], {
    ...env,
    RESULTS_DIR: dir,
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
  }).ended;
  expect(code, err).toBe(0);
  expect(err.match(/telemetry: .*the run is as good without/g)).toHaveLength(1);
});
