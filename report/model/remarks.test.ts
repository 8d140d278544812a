import { expect, test } from "vitest";
import { judgeObjectives } from "../../lib/core/objectives/judge.ts";
import { targetsOf } from "../../lib/core/objectives/targets.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { around, measuredRun } from "../../test/support/measured-run.ts";
import { runModel } from "./run-model.ts";

const run = measuredRun([{ name: "predict", latencies: around(80) }], 30);
const recording = (verdict: Recording["validity"]["verdict"]): Recording => ({
  ...run,
  validity: { verdict, reasons: [] },
  objectives: judgeObjectives(run, []),
  targets: judgeObjectives(run, targetsOf("predict: mean<100ms; requests/s>30", [{ name: "predict" }])).criteria,
});
const titles = (r: Recording) => runModel(r).remarks.map(({ title, lines }) => [title, ...lines]);

test("targets stand beside the verdicts", () => {
  expect(titles(recording("valid"))).toEqual([
    [
      "Targets, which gate nothing",
      "predict mean below 100 ms: 78.4 ms, reached",
      "total throughput above 30.0/s: 10.0/s, not reached",
    ],
  ]);
});

test("and are neither reached nor missed by a measurement that is not to be trusted", () => {
  expect(titles(recording("invalid"))).toEqual([]);
});
