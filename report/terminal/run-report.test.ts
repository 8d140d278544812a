import { expect, test } from "vitest";
import { judgeObjectives } from "../../lib/core/objectives/judge.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { judgeValidity } from "../../lib/core/validity/judge.ts";
import { around, measuredRun } from "../../test/support/measured-run.ts";
import { runLadder } from "../model/ladder.ts";
import { paintFor } from "./colour.ts";
import { runReport } from "./run-report.ts";

const plain = paintFor({ write: () => undefined, columns: undefined, colour: false });
const recordingOf = (over: Partial<Recording> = {}): Recording => {
  const run = measuredRun([
    { name: "predict", latencies: around(80) },
    { name: "batch-50", rows: 50, latencies: around(230, 2) },
    { name: "health", rows: null, latencies: around(3, 4) },
  ]);
  return { ...run, validity: judgeValidity(run), objectives: judgeObjectives(run), ...over };
};

test("a run's report", async () => {
  await expect(runReport(recordingOf(), plain)).toMatchFileSnapshot("../../test/golden/cli/run-report.txt");
});

test("a report of a partial run says so", () => {
  expect(runReport(recordingOf({ partial: true }), plain)).toContain("(ended early: partial)");
});

test("wrong answers are named by their kind", () => {
  const r = recordingOf();
  const endpoints = r.endpoints.map((e) => ({
    ...e,
    answers: { ...e.answers, mismatched: 2, faults: { "mixed-up": 2 } },
  }));
  expect(runReport({ ...r, endpoints }, plain)).toContain("WRONG: 3 300 checked, 6 wrong (mixed-up 6)");
});

const sound = ["valid", "suspect", "invalid"] as const;
const rungs = sound.flatMap((verdict) =>
  [0, 2].flatMap((mismatched) => (["pass", "fail", "no-data"] as const).map((o) => ({ verdict, mismatched, o }))),
);

test.each(rungs)(
  "terminal and page judge the same rungs: $verdict, $mismatched wrong, $o",
  ({ verdict, mismatched, o }) => {
    const r = recordingOf();
    const run: Recording = {
      ...r,
      validity: { ...r.validity, verdict },
      objectives: { ...r.objectives, verdict: o },
      endpoints: r.endpoints.map((e) => ({ ...e, answers: { ...e.answers, mismatched } })),
    };
    const text = runReport(run, plain);
    expect(text.includes("Objectives   Not judged")).toBe(verdict === "invalid" || mismatched > 0);
    expect(text.includes("Answers      Not judged")).toBe(verdict === "invalid");
    for (const rung of runLadder(run).slice(0, 3)) {
      expect(text.includes(rung.sentence)).toBe(rung.word === "not judged");
    }
  },
);
