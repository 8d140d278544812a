import { expect, test } from "vitest";
import { syntheticRecording } from "../../test/compare/synthetic-recording.ts";
import { sentVerdicts } from "./sent-verdicts.ts";

const { objectives, ...run } = syntheticRecording({ id: "run" });
const sound = {
  ...run,
  validity: { verdict: "valid", reasons: [] } as const,
  objectives: { ...objectives, verdict: "pass" } as const,
};
const withWrong = (mismatched: number) => ({
  ...sound,
  endpoints: sound.endpoints.map((e) => ({ ...e, answers: { ...e.answers, checked: 10, mismatched } })),
});

test("a sound run with right answers sends all three", () => {
  expect(sentVerdicts(withWrong(0))).toEqual([
    ["validity", "valid"],
    ["answers", "right"],
    ["objectives", "pass"],
  ]);
});

test("wrong answers meet no objective", () => {
  expect(sentVerdicts(withWrong(1))).toEqual([
    ["validity", "valid"],
    ["answers", "wrong"],
  ]);
});

test("on an invalid measurement nothing is judged", () => {
  expect(sentVerdicts({ ...withWrong(1), validity: { verdict: "invalid", reasons: [] } })).toEqual([
    ["validity", "invalid"],
  ]);
});
