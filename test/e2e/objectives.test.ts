// The user's objectives decide a gate: the built command line against the reference service.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runExit } from "../../cli/measure/run-exit.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { readRecording, recordingPaths } from "../../lib/node/recording-file.ts";
import { startTailgate } from "../support/tailgate-process.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
});
afterEach(() => rm(dir, { recursive: true }));

const load = { USERS: "2", THINK_TIME: "0s", DURATION: "2s", WARMUP: "0s", MIX: "predict:1" };

const gate = async (objectives: string): Promise<{ code: number | null; out: string; recording: Recording }> => {
  const env = { ENGINE: "runner", RESULTS_DIR: dir, SERVICE_PROFILE: "optimised", ...load, OBJECTIVES: objectives };
  const { code, out } = await startTailgate(["gate", "baseline", "--label", "gate"], env).ended;
  const [path] = await recordingPaths(dir, "gate");
  return { code, out, recording: await readRecording(path ?? "") };
};
test("objectives that are met pass, and the guide's targets stand beside them", async () => {
  const { code, out, recording } = await gate("predict: p95<10s, p99<10s, mean<10s; requests/s>1");
  // Beside other tests the generator may starve, and few requests carry no p99: what decides is in the recording.
  expect(code).toBe(runExit(recording, "gate"));
  const shown = recording.objectives.criteria.map((c) => [c.endpoint, c.metric, c.limit, c.verdict]);
  expect(shown).toContainEqual(["predict", "meanMs", 10_000, "pass"]);
  expect(recording.objectives.criteria.filter((c) => c.verdict === "fail")).toEqual([]);
  expect(shown).toContainEqual(["total", "ratePerSec", 1, "pass"]);
  expect(recording.targets?.map((c) => [c.endpoint, c.metric, c.limit])).toEqual([
    ["predict", "meanMs", 100],
    ["total", "ratePerSec", 30],
  ]);
  // On a measurement that is not to be trusted nothing is called reached.
  if (code !== 4)
    expect(out).toMatch(/Targets, which gate nothing\n {2}predict mean below 100 ms: .* ms, (not )?reached/);
});

test("an objective that no service meets is missed: 99", async () => {
  const { code, recording } = await gate("p95<0.001ms; mean<0.001ms");
  expect(code).toBe(runExit(recording, "gate"));
  expect([99, 4]).toContain(code);
  expect(recording.objectives.criteria.find((c) => c.metric === "meanMs")?.verdict).toBe("fail");
});
