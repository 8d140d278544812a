// The ladder over every combination of rungs: page, Markdown, JUnit, terminal and exit code say the same.
import { describe, expect, test } from "vitest";
import { comparisonExit } from "../../cli/compare/comparison-exit.ts";
import { runExit } from "../../cli/measure/run-exit.ts";
import type { AnswerRow, Comparison } from "../../lib/core/compare/model.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { comparisonModel } from "../../report/model/comparison-model.ts";
import type { ReportModel } from "../../report/model/model.ts";
import { runModel } from "../../report/model/run-model.ts";
import { renderers } from "../../report/renderers.ts";
import { shown as around } from "./sample-models.ts";
import { syntheticComparison } from "./synthetic-comparison.ts";
import { syntheticRecording, tenMinutes } from "./synthetic-recording.ts";

const soundness = ["valid", "suspect", "invalid"] as const;
const answers = [
  { checked: 100, mismatched: 0, word: "right" },
  { checked: 100, mismatched: 2, word: "wrong" },
  { checked: 0, mismatched: 0, word: "not checked" },
] as const;
const objectives = [
  { verdict: "pass", word: "met" },
  { verdict: "fail", word: "missed" },
  { verdict: "no-data", word: "no data" },
  { verdict: "no-data", word: "none set" },
] as const;

const base = syntheticRecording({ ...tenMinutes, seconds: 45, warmupSec: 5 });

/** What every reader is shown of the rungs that were asked about: the lowest broken one decides, and is the last. */
const wordsOf = ({ ladder }: ReportModel): string[] => ladder.map((rung) => rung.word);

const shown = (model: ReportModel): readonly string[] => [
  renderers.html(model, around),
  renderers.markdown(model),
  renderers.terminal(model, around),
  renderers["github-summary"](model),
];

/** Every rung's sentence is on the page and in the texts, and none of a rung that is not judged. */
const expectAgreement = (model: ReportModel): void => {
  const notJudged = model.ladder.filter((rung) => rung.word === "not judged").length;
  for (const text of shown(model))
    expect(text.split("Not judged, because").length - 1).toBeGreaterThanOrEqual(notJudged);
  const passes = !/<(failure|error)[ >]/.test(renderers.junit(model));
  expect(passes).toBe(model.ladder.every((rung) => rung.state !== "bad"));
};

describe("a run", () => {
  const cases = soundness.flatMap((verdict) => answers.flatMap((a) => objectives.map((o) => ({ verdict, a, o }))));
  test.each(cases)("$verdict, $a.word, $o.word", ({ verdict, a, o }) => {
    const run: Recording = {
      ...base,
      validity: { verdict, reasons: [] },
      endpoints: base.endpoints.map((e) => ({
        ...e,
        answers: { ...e.answers, checked: a.checked, mismatched: a.mismatched },
      })),
      objectives: {
        verdict: o.verdict,
        criteria:
          o.word === "none set" ? [] : base.objectives.criteria.map((c) => ({ ...c, verdict: o.verdict, actual: 1 })),
      },
    };
    const model = runModel(run);
    const [first, second, third] = wordsOf(model);
    expect(first).toBe(verdict);
    expect(second).toBe(verdict === "invalid" ? "not judged" : a.word);
    expect(third).toBe(verdict === "invalid" || a.word === "wrong" ? "not judged" : o.word);
    expectAgreement(model);
    for (const c of model.criteria) expect(c.verdict === "not-judged").toBe(third === "not judged");
    const gate =
      first === "invalid"
        ? 4
        : second === "wrong" || third === "missed"
          ? 99
          : third === "no data" || third === "none set"
            ? 3
            : 0;
    expect([runExit(run, "record"), runExit(run, "gate")]).toEqual([first === "invalid" ? 4 : 0, gate]);
  });
});

describe("a comparison", () => {
  const verdicts = ["regressed", "inconclusive", "improved", "no-change", "invalid"] as const;
  const sides = [
    { word: "right", wrongB: 0, verdict: "no-change" },
    { word: "wrong", wrongB: 3, verdict: "no-change" },
    { word: "worse", wrongB: 3, verdict: "regressed" },
    { word: "not checked", wrongB: 0, verdict: "no-change" },
  ] as const;
  const comparison = { ...syntheticComparison(), metrics: [], failures: [] };
  const cases = verdicts.flatMap((verdict) =>
    sides.flatMap((side) =>
      soundness.slice(0, 2).flatMap((sound) => [true, false].map((kept) => ({ verdict, side, sound, kept }))),
    ),
  );
  test.each(cases)("$verdict, answers $side.word, runs $sound, kept: $kept", ({ verdict, side, sound, kept }) => {
    const row: AnswerRow = {
      id: "all.mismatched",
      endpoint: "all",
      kind: "mismatched",
      gated: true,
      verdict: side.verdict,
      p: null,
      pHolm: null,
      notes: [],
      wrongA: side.word === "wrong" ? 3 : 0,
      checkedA: 100,
      wrongB: side.wrongB,
      checkedB: side.word === "not checked" ? 0 : 100,
      fractionA: 0,
      fractionB: side.wrongB / 100,
      difference: side.wrongB / 100,
      differenceInterval: { low: null, high: null },
      floor: 0,
    };
    const c: Comparison = {
      ...comparison,
      verdict,
      answers: [row],
      b: { ...comparison.b, runs: comparison.b.runs.map((run) => ({ ...run, validity: sound })) },
    };
    const model = comparisonModel(c, kept ? [{ ...base, id: "after-1" }] : []);
    const [first, second, third, fourth] = wordsOf(model);
    const broken = side.word === "wrong" || side.word === "worse";
    expect(first).toBe(verdict === "invalid" ? "invalid" : sound);
    expect(second).toBe(verdict === "invalid" ? "not judged" : side.word);
    expect(third).toBe(verdict === "invalid" || broken ? "not judged" : kept ? "met" : "not known");
    expect(fourth).toBe(
      verdict === "invalid" || broken ? "not judged" : verdict === "no-change" ? "no change" : verdict,
    );
    expectAgreement(model);
    const loose =
      first === "invalid" ? 4 : second === "worse" ? 1 : second === "wrong" ? 99 : fourth === "regressed" ? 1 : 0;
    const strict = loose === 0 && fourth === "inconclusive" ? 3 : loose;
    expect([comparisonExit(c, false), comparisonExit(c, true)]).toEqual([loose, strict]);
  });
});
