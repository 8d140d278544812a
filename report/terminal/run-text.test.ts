import { expect, test } from "vitest";
import { judgeObjectives } from "../../lib/core/objectives/judge.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { judgeValidity } from "../../lib/core/validity/judge.ts";
import { around, measuredRun } from "../../test/support/measured-run.ts";
import { runModel } from "../model/run-model.ts";
import { plainPaint } from "./colour.ts";
import { renderTerminal } from "./terminal.ts";

const textOf = (r: Recording): string => renderTerminal(runModel(r), plainPaint);

const recordingOf = (over: Partial<Recording> = {}): Recording => {
  const run = measuredRun([
    { name: "predict", latencies: around(80) },
    { name: "batch-50", rows: 50, latencies: around(230, 2) },
    { name: "health", rows: null, latencies: around(3, 4) },
  ]);
  return { ...run, validity: judgeValidity(run), objectives: judgeObjectives(run), ...over };
};

test("a partial run says so", () => {
  expect(textOf(recordingOf({ partial: true }))).toContain("The run ended early.");
});

test("where more is to be read is said as a command that any installation has", () => {
  const slow = measuredRun([
    { name: "predict", latencies: around(230) },
    { name: "health", rows: null, latencies: around(400) },
  ]);
  expect(textOf({ ...recordingOf(slow), label: "mine · now" })).toContain("More: tailgate diagnose mine · now\n");
});

test("wrong answers are named by their kind, and no objective is judged on them", () => {
  const r = recordingOf();
  const endpoints = r.endpoints.map((e) => ({
    ...e,
    answers: { ...e.answers, mismatched: 2, faults: { "mixed-up": 2 } },
  }));
  const text = textOf({ ...r, endpoints });
  expect(text).toContain("Answers      WRONG       6 of 3 300 answers are wrong (mixed-up 6).");
  expect(text).toContain("Objectives   not judged  Not judged, because answers are wrong.");
});

test("a quantile that its requests cannot carry says how many it has and needs", () => {
  const run = measuredRun([{ name: "predict", latencies: around(80, 2) }]);
  const { count = 0 } = run.endpoints[0] ?? {};
  const few = run.endpoints.map((e) => ({ ...e, count: 120, failed: 0, latencyMs: { ...e.latencyMs, p99: null } }));
  expect(count).toBeGreaterThan(0);
  expect(textOf({ ...recordingOf(), endpoints: few })).toContain("n/a (120 < 299)");
});
