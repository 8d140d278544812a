// The user's objectives decide a gate: the built command line against a service that answers at once.

import { afterAll, beforeAll, expect } from "vitest";
import { runExit } from "../../cli/measure/run-exit.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { runModel } from "../../report/model/run-model.ts";
import { plainPaint } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { type FakeServer, fakeServer } from "../../runner/testing/fake-server.ts";
import { expectJudged, onQuietMachine } from "../support/judged.ts";
import { onlyRecording } from "../support/only-recording.ts";
import { stubAnswer } from "../support/stub-service.ts";
import { startTailgate } from "../support/tailgate-process.ts";
import { test } from "../support/temp-dir.ts";

let service: FakeServer;
beforeAll(async () => {
  service = await fakeServer(stubAnswer);
});
afterAll(() => service.close());

const load = { USERS: "2", THINK_TIME: "20ms", DURATION: "2s", WARMUP: "0s", MIX: "predict:1" };

/** What is decided is in the recording, and on an invalid one nothing is: it is asked of a quiet machine's as well. */
async function gate(RESULTS_DIR: string, OBJECTIVES: string): Promise<Recording> {
  const env = { ENGINE: "runner", RESULTS_DIR, BASE_URL: service.url, ...load, OBJECTIVES };
  const { code, out } = await startTailgate(["gate", "baseline", "--label", "gate"], env).ended;
  const recording = await onlyRecording(RESULTS_DIR, "gate");
  expectJudged(code, recording, "gate");
  expect(out).toContain(renderTerminal(runModel(recording), plainPaint));
  return onQuietMachine(recording);
}

test("objectives that are met pass, and the guide's targets stand beside them", async ({ dir }) => {
  const recording = await gate(dir, "predict: p95<10s, p99<10s, mean<10s; requests/s>1");
  const shown = recording.objectives.criteria.map((c) => [c.endpoint, c.metric, c.limit, c.verdict]);
  expect(shown).toContainEqual(["predict", "meanMs", 10_000, "pass"]);
  expect(recording.objectives.criteria.filter((c) => c.verdict === "fail")).toEqual([]);
  expect(shown).toContainEqual(["total", "ratePerSec", 1, "pass"]);
  expect(recording.targets?.map((c) => [c.endpoint, c.metric, c.limit])).toEqual([
    ["predict", "meanMs", 100],
    ["total", "ratePerSec", 30],
  ]);
  expect(renderTerminal(runModel(recording), plainPaint)).toMatch(
    /Targets, which gate nothing\n {2}predict mean below 100 ms: .* ms, (not )?reached/,
  );
});

test("an objective that no service meets is missed: 99", async ({ dir }) => {
  const recording = await gate(dir, "p95<0.001ms; mean<0.001ms");
  expect(runExit(recording, "gate")).toBe(99);
  expect(recording.objectives.criteria.find((c) => c.metric === "meanMs")?.verdict).toBe("fail");
});
