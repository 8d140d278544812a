// K6_OUT: what an engine also writes is what the recording counted, on both engines.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { type FakeServer, fakeServer } from "../../runner/testing/fake-server.ts";
import { onlyRecording } from "../support/only-recording.ts";
import { engines } from "../support/real-k6.ts";
import { stubAnswer } from "../support/stub-service.ts";
import { startTailgate } from "../support/tailgate-process.ts";
import { test } from "../support/temp-dir.ts";

let server: FakeServer;
beforeAll(async () => {
  server = await fakeServer(stubAnswer);
});
afterAll(() => server.close());

describe.each(engines)("with $engine", ({ engine, skip }) => {
  test.skipIf(skip)("every request is in the named file, from where one stands", async ({ dir }) => {
    const env = { ENGINE: engine, BASE_URL: server.url, K6_OUT: "csv=samples.csv" };
    await startTailgate(["run", "smoke"], env, dir).ended;
    const { endpoints } = await onlyRecording(join(dir, "results"), "smoke");
    const requests = endpoints.reduce((n, e) => n + e.count, 0);
    const lines = (await readFile(join(dir, "samples.csv"), "utf8")).split("\n");
    expect(requests).toBeGreaterThan(0);
    expect(lines.filter((line) => line.startsWith("http_req_duration,"))).toHaveLength(requests);
  });
});
