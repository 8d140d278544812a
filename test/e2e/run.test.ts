// A whole run as a person makes it: the built command line, the reference service, both engines, Ctrl-C.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LatencyHistogram } from "../../lib/core/histogram.ts";
import { poissonArrivals } from "../../lib/core/load/poisson.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { readRecording, recordingPaths } from "../../lib/node/recording-file.ts";
import { engines } from "../support/real-k6.ts";
import { alive, startTailgate } from "../support/tailgate-process.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
});
afterEach(() => rm(dir, { recursive: true }));

const only = async (label: string): Promise<Recording> => {
  const [path, ...more] = await recordingPaths(dir, label);
  expect(more).toEqual([]);
  return readRecording(path ?? "");
};
/** Beside other tests the generator may starve: whether a run is valid is the machine's doing, what it counts is not. */
const soundOrNot = [0, 4];

describe.each(engines)("with $engine", ({ engine, skip }) => {
  const env = (): Record<string, string> => ({ ENGINE: engine, RESULTS_DIR: dir });

  test.skipIf(skip)("smoke asks every endpoint three times and every answer is right", async () => {
    const { code, out } = await startTailgate(["run", "smoke"], env()).ended;
    expect(out).toContain("Objectives   met");
    expect(code).toBe(0);
    const recording = await only("smoke");
    expect(recording.engine.name).toBe(engine);
    expect(recording.endpoints.map((e) => [e.name, e.count, e.failed, e.answers.mismatched])).toEqual([
      ["predict", 3, 0, 0],
      ["batch-5", 3, 0, 0],
      ["batch-25", 3, 0, 0],
      ["batch-50", 3, 0, 0],
      ["health", 3, 0, 0],
    ]);
    expect(recording.golden?.inputs).toBeGreaterThan(100);
  });

  test.skipIf(skip)("baseline leaves warm-up and measured windows that add up to the totals", async () => {
    const { code } = await startTailgate(["run", "baseline"], { ...env(), DURATION: "6s", WARMUP: "2s" }).ended;
    expect(soundOrNot).toContain(code);
    const recording = await only("baseline");
    expect(recording).toMatchObject({ partial: false, durationMs: 6000, warmupMs: 2000, seed: 1 });
    expect(recording.timeline.some((p) => p.users === 10)).toBe(true);
    expect(recording.service?.samples.length).toBeGreaterThan(2);
    for (const e of recording.endpoints) {
      const measured = e.windows.filter((w) => w.phase === "measure");
      expect(measured.reduce((sum, w) => sum + w.n, 0)).toBe(e.count);
      expect(LatencyHistogram.decode(e.hdr).count).toBe(e.count - e.failed);
    }
    expect(recording.endpoints.flatMap((e) => e.windows).some((w) => w.phase === "warmup")).toBe(true);
  });

  test.skipIf(skip)("an arrival rate is kept, whatever the service does", async () => {
    const rate = { RATE: "20", DURATION: "5s", WARMUP: "1s", SERVICE_PROFILE: "optimised" };
    const { code } = await startTailgate(["run", "baseline"], { ...env(), ...rate }).ended;
    expect(soundOrNot).toContain(code);
    const recording = await only("baseline");
    expect(recording.load).toMatchObject({ model: "open", users: null, ratePerSec: 20 });
    const sent = recording.endpoints.reduce((sum, e) => sum + e.count, 0);
    expect(sent + recording.generator.dropped).toBeGreaterThanOrEqual(95);
    expect(sent).toBeLessThanOrEqual(105);
  });

  test.skipIf(skip)("Poisson arrivals come as their schedule says, and the recording names them", async () => {
    const rate = { RATE: "20", ARRIVALS: "poisson", DURATION: "3s", WARMUP: "1s", SERVICE_PROFILE: "optimised" };
    const { code } = await startTailgate(["run", "baseline"], { ...env(), ...rate }).ended;
    expect(soundOrNot).toContain(code);
    const { load, endpoints, seed } = await only("baseline");
    expect(load).toMatchObject({ model: "open", users: null, ratePerSec: 20, arrivals: "poisson" });
    const due = poissonArrivals(seed ?? 0, 20, 4000).filter((ms) => ms >= 1000).length;
    // A request that was due at the very end of the warm-up may be sent after it.
    expect(Math.abs(endpoints.reduce((sum, e) => sum + e.count, 0) - due)).toBeLessThanOrEqual(5);
  });

  test.skipIf(skip)("Ctrl-C keeps a partial recording, exits 105 and stops the service", async () => {
    const run = startTailgate(["run", "baseline"], { ...env(), WARMUP: "0s", DURATION: "60s" });
    await run.saw("req/s");
    run.child.kill("SIGINT");
    const { code, out, err } = await run.ended;
    expect(err).toContain("exit 105: interrupted");
    expect(code).toBe(105);
    const recording = await only("baseline");
    expect(recording.partial).toBe(true);
    expect(recording.durationMs).toBeLessThan(60_000);
    expect(recording.endpoints.reduce((sum, e) => sum + e.count, 0)).toBeGreaterThan(0);
    expect(out).toContain("The run ended early");
    expect((await readdir(join(dir, "baseline"))).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});

test("a service that the suite started is gone when the run is over", async () => {
  const pidFile = join(dir, "pid");
  const command = `echo $$ > ${pidFile}; exec "${process.execPath}" build/cli.js serve --port $PORT`;
  const { code } = await startTailgate(["run", "smoke"], { ENGINE: "runner", RESULTS_DIR: dir, CMD: command }).ended;
  expect(code).toBe(0);
  expect(alive(Number(await readFile(pidFile, "utf8")))).toBe(false);
});
