// A whole run as a person makes it: the built command line, both engines, Ctrl-C. Whether answers are right is asked of
// the reference service; what a load was, of a service that answers at once.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { LatencyHistogram } from "../../lib/core/histogram.ts";
import { poissonArrivals } from "../../lib/core/load/poisson.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { type FakeServer, fakeServer } from "../../runner/testing/fake-server.ts";
import { expectEveryEndpointRight } from "../support/every-endpoint.ts";
import { expectJudged } from "../support/judged.ts";
import { mortalService } from "../support/mortal-service.ts";
import { onlyRecording } from "../support/only-recording.ts";
import { engines } from "../support/real-k6.ts";
import { stubAnswer } from "../support/stub-service.ts";
import { alive, startTailgate } from "../support/tailgate-process.ts";
import { test } from "../support/temp-dir.ts";

let service: FakeServer;
beforeAll(async () => {
  service = await fakeServer((request) =>
    request.path === "/metrics"
      ? { headers: { "content-type": "text/plain" }, body: "process_cpu_seconds_total 1\n" }
      : stubAnswer(request),
  );
});
afterAll(() => service.close());

/** Requests of both phases. */
const sentIn = ({ endpoints }: Recording): number =>
  endpoints.flatMap((e) => e.windows).reduce((sum, w) => sum + w.n, 0);

// The engines beside each other, the runs of each in turn.
describe.concurrent.each(engines)("with $engine", ({ engine, skip }) => {
  const env = (dir: string): Record<string, string> => ({
    ENGINE: engine,
    RESULTS_DIR: dir,
    BASE_URL: service.url,
    WARMUP: "1s",
  });

  test.sequential("smoke asks every endpoint three times and every answer is right", { skip }, async ({ dir }) => {
    const { code, out } = await startTailgate(["run", "smoke"], { ENGINE: engine, RESULTS_DIR: dir }).ended;
    expect(out).toContain("Objectives   met");
    expect(code).toBe(0);
    const recording = await onlyRecording(dir, "smoke");
    expect(recording.engine.name).toBe(engine);
    expectEveryEndpointRight(recording);
    expect(recording.golden?.inputs).toBeGreaterThan(100);
  });

  test.sequential("baseline leaves warm-up and measured windows that add up to the totals", { skip }, async ({
    dir,
  }) => {
    const { code } = await startTailgate(["run", "baseline"], { ...env(dir), DURATION: "3s" }).ended;
    const recording = await onlyRecording(dir, "baseline");
    expectJudged(code, recording, "record");
    expect(recording).toMatchObject({ partial: false, durationMs: 3000, warmupMs: 1000, seed: 1 });
    expect(recording.timeline.some((p) => p.users === 10)).toBe(true);
    expect(recording.service?.samples.length).toBeGreaterThan(2);
    for (const e of recording.endpoints) {
      const measured = e.windows.filter((w) => w.phase === "measure");
      expect(measured.reduce((sum, w) => sum + w.n, 0)).toBe(e.count);
      expect(LatencyHistogram.decode(e.hdr).count).toBe(e.count - e.failed);
    }
    expect(recording.endpoints.flatMap((e) => e.windows).some((w) => w.phase === "warmup")).toBe(true);
  });

  test.sequential("an arrival rate is kept, whatever the service does", { skip }, async ({ dir }) => {
    const rate = { RATE: "20", DURATION: "3s" };
    const { code } = await startTailgate(["run", "baseline"], { ...env(dir), ...rate }).ended;
    const recording = await onlyRecording(dir, "baseline");
    expectJudged(code, recording, "record");
    expect(recording.load).toMatchObject({ model: "open", users: null, ratePerSec: 20 });
    // k6 starts n or n + 1 iterations. Both phases: what was due at the end of the warm-up may be sent after it.
    expect(Math.abs(sentIn(recording) + recording.generator.dropped - 80)).toBeLessThanOrEqual(1);
  });

  test.sequential("Poisson arrivals come as their schedule says, and the recording names them", { skip }, async ({
    dir,
  }) => {
    const rate = { RATE: "20", ARRIVALS: "poisson", DURATION: "3s" };
    const { code } = await startTailgate(["run", "baseline"], { ...env(dir), ...rate }).ended;
    const recording = await onlyRecording(dir, "baseline");
    expectJudged(code, recording, "record");
    const { load, generator, seed } = recording;
    expect(load).toMatchObject({ model: "open", users: null, ratePerSec: 20, arrivals: "poisson" });
    const due = poissonArrivals(seed ?? 0, 20, 4000).length;
    expect(Math.abs(sentIn(recording) + generator.dropped - due)).toBeLessThanOrEqual(1);
  });

  test.sequential("Ctrl-C keeps a partial recording, exits 105 and stops the service", { skip }, async ({ dir }) => {
    const { command, pids } = await mortalService(dir, "own");
    const run = startTailgate(["run", "baseline"], {
      ENGINE: engine,
      RESULTS_DIR: dir,
      CMD: command,
      WARMUP: "0s",
      DURATION: "60s",
    });
    await run.saw("req/s");
    run.child.kill("SIGINT");
    const { code, out, err } = await run.ended;
    expect(err).toContain("exit 105: interrupted");
    expect(code).toBe(105);
    const recording = await onlyRecording(dir, "baseline");
    expect(recording.partial).toBe(true);
    expect(recording.durationMs).toBeLessThan(60_000);
    expect(recording.endpoints.reduce((sum, e) => sum + e.count, 0)).toBeGreaterThan(0);
    expect(out).toContain("The run ended early");
    expect((await readdir(join(dir, "baseline"))).filter((name) => name.endsWith(".part"))).toEqual([]);
    expect((await pids()).map(alive)).toEqual([false]);
  });
});

test("a service that the suite started is gone when the run is over", async ({ dir }) => {
  const { command, pids } = await mortalService(dir, "own");
  const { code } = await startTailgate(["run", "smoke"], { ENGINE: "runner", RESULTS_DIR: dir, CMD: command }).ended;
  expect(code).toBe(0);
  expect((await pids()).map(alive)).toEqual([false]);
});
