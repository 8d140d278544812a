// A run that is watched: an OpenTelemetry collector on a port of its own receives the metrics of a run, and they say
// what the recording says.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { startTailgate } from "../support/tailgate-process.ts";

let dir: string;
let collector: Server;
let url: string;
let received: unknown[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
  received = [];
  collector = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    if (request.url === "/v1/metrics") received.push(JSON.parse(body));
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const address = collector.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  url = `http://127.0.0.1:${address.port}`;
});
afterEach(async () => {
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
  await rm(dir, { recursive: true });
});

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

const recordingIn = async (folder: string): Promise<unknown> => {
  const name = (await readdir(folder)).find((file) => file.endsWith(".recording.json"));
  return JSON.parse(await readFile(join(folder, name ?? ""), "utf8"));
};

test("a collector gets the requests of each endpoint, as many as the recording has, and the verdict", async () => {
  const run = startTailgate(["run", "smoke", "--label", "watched"], {
    ENGINE: "runner",
    RESULTS_DIR: dir,
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
  });
  const { code, err } = await run.ended;
  expect(code, err).toBe(0);
  const last = received.at(-1);
  const durations = points(last, "http.client.request.duration");
  const recording = await recordingIn(join(dir, "watched"));
  const endpoints = list(recording, "endpoints");
  expect(endpoints.length).toBeGreaterThan(1);
  for (const endpoint of endpoints) {
    const own = durations.filter((p) => attribute(p, "tailgate.endpoint") === endpoint.name);
    expect(own.reduce((sum, p) => sum + Number(p.count), 0)).toBe(endpoint.count);
  }
  const [validity] = points(last, "tailgate.verdict").filter((p) => attribute(p, "tailgate.rung") === "validity");
  const judged = isRecord(recording) && isRecord(recording.validity) ? recording.validity.verdict : undefined;
  expect(validity && attribute(validity, "tailgate.verdict")).toBe(judged);
  const [answers] = points(last, "tailgate.verdict").filter((p) => attribute(p, "tailgate.rung") === "answers");
  expect(answers && attribute(answers, "tailgate.verdict")).toBe("right");
});

test("a fleet sends its verdicts, and says that it sends no more", async () => {
  const run = startTailgate(["run", "smoke", "--label", "fleet"], {
    ENGINE: "runner",
    FLEET: "2",
    USERS: "2",
    RESULTS_DIR: dir,
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
  });
  const { code, err } = await run.ended;
  expect(code, err).toBe(0);
  expect(err.match(/telemetry: a fleet sends its verdicts only/g)).toHaveLength(1);
  expect(points(received.at(-1), "tailgate.verdict").length).toBeGreaterThan(0);
});

test("a collector that is not there is said once, and the run is as good as without", async () => {
  const run = startTailgate(["run", "smoke", "--label", "unwatched"], {
    ENGINE: "runner",
    RESULTS_DIR: dir,
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
  });
  const { code, err } = await run.ended;
  expect(code, err).toBe(0);
  expect(err.match(/telemetry: .*the run is as good without/g)).toHaveLength(1);
});
