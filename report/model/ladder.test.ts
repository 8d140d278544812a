import { describe, expect, test } from "vitest";
import type { Recording, Validity } from "../../lib/core/recording.ts";
import { syntheticComparison } from "../../test/report/synthetic-comparison.ts";
import { syntheticRecording, tenMinutes } from "../../test/report/synthetic-recording.ts";
import { comparisonModel } from "./comparison-model.ts";
import { headlineOf, runLadder } from "./ladder.ts";

const sound = syntheticRecording({ ...tenMinutes, seconds: 45, warmupSec: 5 });
const words = (recording: Recording): string[] => runLadder(recording).map((rung) => rung.word);
const judged = (verdict: Validity["verdict"]): Recording => ({
  ...sound,
  validity: {
    verdict,
    reasons: [{ rule: "cpu", severity: "suspect", finding: "the generator was busy", advice: "Give it a core." }],
  },
});
const wrong: Recording = {
  ...sound,
  endpoints: sound.endpoints.map((e) => ({
    ...e,
    answers: { ...e.answers, mismatched: 2, faults: { "mixed-up": 2 }, wrongInputs: ["t1"] },
  })),
};

describe("the ladder of a run", () => {
  test("answers all four questions", () => {
    expect(words(sound)).toEqual(["valid", "right", "met", "not compared"]);
    expect(headlineOf(runLadder(sound))).toEqual({ state: "good", text: "Meets its objectives" });
  });
  test("judges nothing on an invalid measurement", () => {
    expect(words(judged("invalid"))).toEqual(["invalid", "not judged", "not judged", "not compared"]);
    expect(headlineOf(runLadder(judged("invalid"))).text).toBe("This measurement is not to be trusted");
  });
  test("judges no objective on wrong answers", () => {
    expect(words(wrong)).toEqual(["valid", "wrong", "not judged", "not compared"]);
    expect(runLadder(wrong)[1]?.sentence).toContain("(mixed-up 10)");
    expect(runLadder(wrong)[1]?.reasons[0]?.finding).toBe("Rows answered wrongly: t1.");
  });
  test("judges a suspect run, and says to read it with care", () => {
    expect(words(judged("suspect"))).toEqual(["suspect", "right", "met", "not compared"]);
    expect(headlineOf(runLadder(judged("suspect")))).toEqual({ state: "warn", text: "Read with care" });
  });
  test("says the first finding once, and its advice", () => {
    const [validity] = runLadder(judged("suspect"));
    expect(validity?.sentence).toBe("Read with care: the generator was busy.");
    expect(validity?.reasons).toEqual([{ finding: "", advice: "Give it a core." }]);
  });
  test("answers nobody checked are not right", () => {
    const unchecked: Recording = {
      ...sound,
      endpoints: sound.endpoints.map((e) => ({ ...e, answers: { ...e.answers, checked: 0 } })),
    };
    expect(words(unchecked)[1]).toBe("not checked");
  });
  test("too little data is no pass", () => {
    const few = syntheticRecording({ ...tenMinutes, seconds: 8, warmupSec: 2, ratePerSec: 10 });
    expect(runLadder(few)[2]).toMatchObject({ state: "warn", word: "no data" });
  });
});

const after: Recording = { ...sound, id: "after-1" };

describe("the ladder of a comparison", () => {
  const comparison = syntheticComparison();
  const headline = (verdict: typeof comparison.verdict, kept: readonly Recording[] = [after]): string =>
    comparisonModel({ ...comparison, verdict }, kept).headline.text;

  test("says what was asked: did it change?", () => {
    expect(headline("regressed")).toBe("Worse than before");
    expect(headline("inconclusive")).toBe("No verdict on the change");
    expect(headline("no-change")).toBe("No change");
    expect(headline("improved", [])).toBe("Better than before");
  });
  test("puts wrong answers before any change", () => {
    const answers = comparison.answers.map((row) => ({ ...row, wrongA: 3, wrongB: 3 }));
    const { headline: first } = comparisonModel({ ...comparison, verdict: "improved", answers }, [after]);
    expect(answers.length).toBeGreaterThan(0);
    expect(first.text).toBe("The service gives wrong answers");
  });
  test("judges nothing when the measurements are invalid", () => {
    const { ladder } = comparisonModel({ ...comparison, verdict: "invalid" }, [after]);
    expect(ladder.map((rung) => rung.word)).toEqual(["invalid", "not judged", "not judged", "not judged"]);
  });
  test("counts pairs as they changed the metric, not as they count for the verdict", () => {
    const throughput = comparisonModel(comparison, []).change.rows.find((row) => row.metric === "requests/s");
    expect(Math.min(...(throughput?.pairChanges ?? []))).toBeGreaterThan(0.2);
  });
});
