import { describe, expect, test } from "vitest";
import type { Recording } from "../../lib/core/recording.ts";
import { around, measuredRun } from "../../test/support/measured-run.ts";
import { runExit } from "./run-exit.ts";

const run = measuredRun([{ name: "predict", latencies: around(80) }]);
const recording = (over: Partial<Recording> = {}): Recording => ({
  ...run,
  validity: { verdict: "valid", reasons: [] },
  objectives: { verdict: "pass", criteria: [] },
  ...over,
});
const missed = { verdict: "fail", criteria: [] } as const;
const invalid = { verdict: "invalid", reasons: [] } as const;
const killed = { rule: "generator-ended", severity: "invalid", finding: "SIGKILL", advice: "" } as const;
const threw = { ...run.generator, scriptErrors: 1 };
const silent = measuredRun([{ name: "predict", latencies: () => [] }]).endpoints;

describe("exit codes", () => {
  test.each([
    ["a sound run that meets its objectives", recording(), 0, 0],
    ["a sound run that misses one", recording({ objectives: missed }), 0, 99],
    ["objectives without data", recording({ objectives: { verdict: "no-data", criteria: [] } }), 0, 3],
    ["a suspect run is still a run", recording({ validity: { verdict: "suspect", reasons: [] } }), 0, 0],
    ["an invalid run is never judged further", recording({ validity: invalid, objectives: missed }), 4, 4],
    ["no request at all", recording({ endpoints: silent, validity: invalid }), 4, 3],
    ["an interrupted run", recording({ partial: true, validity: invalid }), 105, 105],
    [
      "a generator that was killed",
      recording({ partial: true, validity: { verdict: "invalid", reasons: [killed] } }),
      4,
      4,
    ],
    ["a script that threw", recording({ generator: threw, partial: true, validity: invalid }), 107, 107],
  ])("%s", (_, r, recorded, gated) => {
    expect([runExit(r, "record"), runExit(r, "gate")]).toEqual([recorded, gated]);
  });
});
