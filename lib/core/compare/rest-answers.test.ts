import { describe, expect, test } from "vitest";
import { pairsOf, tenPairs } from "../../../test/compare/synthetic-pairs.ts";
import { GOLDEN_SCHEMA, type GoldenSet } from "../answers/golden-set.ts";
import { isRecord } from "../json.ts";
import { comparePairs } from "./pairs.ts";
import type { AtRest } from "./rest-answers.ts";

const INPUTS = Array.from({ length: 400 }, (_, i) => `t${i}`);

const golden = (labelOf: (i: number) => string, unstable: readonly string[] = []): GoldenSet => ({
  schema: GOLDEN_SCHEMA,
  corpusHash: "abc",
  takenAt: "2026-01-05T10:00:00.000Z",
  target: { url: "http://127.0.0.1:1", profile: null },
  inputs: Object.fromEntries(INPUTS.map((id, i) => [id, { label: labelOf(i), score: 0.9 }])),
  unstable,
});

const labels = new Map(INPUTS.map((id) => [id, "ham"]));

const right: AtRest["right"] = (id, answer) =>
  labels.has(id) ? isRecord(answer) && answer.label === labels.get(id) : undefined;

const rows = (a: GoldenSet, b: GoldenSet, accuracy = true) =>
  comparePairs(pairsOf(10, 1), tenPairs, { atRest: { a, b, right, accuracy } }).answers.filter(
    (row) => row.endpoint === "at rest",
  );

const wrongFirst = (n: number) => golden((i) => (i < n ? "spam" : "ham"));

describe("answers at rest", () => {
  test("that agree in every input are no change, with a bound on what 400 inputs can show", () => {
    const [same, accuracy] = rows(
      golden(() => "ham"),
      golden(() => "ham"),
    );
    expect(same).toMatchObject({ kind: "mismatched", verdict: "no-change", checkedB: 400 });
    expect(same?.notes[0]).toBe("of 400 unique inputs at least 99 % agree (95 %)");
    expect(accuracy).toMatchObject({ kind: "incorrect", verdict: "no-change", p: 1 });
  });
  test("that differ in one input are a change of answers, but not of accuracy", () => {
    const [same, accuracy] = rows(
      golden(() => "ham"),
      wrongFirst(1),
    );
    expect(same).toMatchObject({ verdict: "regressed", wrongB: 1 });
    expect(same?.notes).toContain("differing: t0");
    expect(accuracy?.verdict).toBe("no-change");
  });
  test("that are wrong in many more inputs are less accurate, by McNemar's test", () => {
    expect(rows(wrongFirst(2), wrongFirst(20))[1]).toMatchObject({ verdict: "regressed", wrongA: 2, wrongB: 20 });
    expect(rows(wrongFirst(20), wrongFirst(2))[1]?.verdict).toBe("improved");
  });
  test("of inputs answered differently each time are left out", () => {
    const [same] = rows(
      golden(() => "ham"),
      golden((i) => (i === 3 ? "spam" : "ham"), ["t3"]),
    );
    expect(same).toMatchObject({ verdict: "no-change", checkedA: 399 });
  });
  test("make accuracy under load, which asks texts again and again, information", () => {
    const answers = { checked: 3000, mismatched: 0, labelled: 3000, incorrect: 60 };
    const pairs = pairsOf(10, 1, { a: { answers }, b: { answers } });
    const gatedWith = (atRest: AtRest | null): boolean | undefined =>
      comparePairs(pairs, tenPairs, { atRest }).answers.find((row) => row.id === "all.incorrect")?.gated;
    const same = golden(() => "ham");
    expect(gatedWith({ a: same, b: same, right, accuracy: true })).toBe(false);
    expect(gatedWith(null)).toBe(true);
  });
  test("without true labels say nothing of accuracy", () => {
    expect(rows(wrongFirst(0), wrongFirst(0), false).map((row) => row.kind)).toEqual(["mismatched"]);
  });
});
