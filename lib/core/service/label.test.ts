import { describe, expect, test } from "vitest";
import { post } from "./endpoint.ts";
import { isExpected, labelOf, sharesVocabulary } from "./label.ts";
import { alike } from "./same.ts";

describe("labelOf", () => {
  test.each<[string, unknown, string | undefined]>([
    ["a word", "spam", "spam"],
    ["a class", 2, "2"],
    ["a list of one", [2], "2"],
    ["an object", { label: "spam", score: 0.9 }, "spam"],
    ["another name for it", { prediction: 1, probability: 0.2 }, "1"],
    [
      "the best of several",
      [
        { label: "a", score: 0.1 },
        { label: "b", score: 0.9 },
      ],
      "b",
    ],
    ["a vector", [0.1, 0.9], undefined],
    ["a measured number", 3.27, undefined],
    ["nothing", {}, undefined],
  ])("of %s", (_, answer, label) => {
    expect(labelOf(answer)).toBe(label);
  });
});

describe("isExpected", () => {
  const plain = post("/a", () => 1);
  test("a word is held against the label, anything else against the whole answer", () => {
    expect(isExpected(plain, { label: "spam", score: 0.9 }, "spam")).toBe(true);
    expect(isExpected(plain, [1], "1")).toBe(true);
    expect(isExpected(plain, [1], 2)).toBe(false);
    expect(isExpected(plain, [0.1, 0.90001], [0.1, 0.9])).toBe(true);
    expect(isExpected(plain, [0.1, 0.8], [0.1, 0.9])).toBe(false);
    expect(isExpected(plain, { text: "no label" }, "spam")).toBeUndefined();
  });
  test("an endpoint may have its own word for an answer", () => {
    const own = post("/a", () => 1, { label: (answer) => (Array.isArray(answer) ? answer.indexOf(1) : undefined) });
    expect(isExpected(own, [0, 1, 0], 1)).toBe(true);
  });
});

test("a vocabulary is shared when any label of it occurs", () => {
  expect(sharesVocabulary(["positive", undefined], new Set(["spam", "ham"]))).toBe(false);
  expect(sharesVocabulary(["positive", "ham"], new Set(["spam", "ham"]))).toBe(true);
});

test("answers are alike part by part, numbers nearly", () => {
  expect(alike({ label: "a", score: 0.5 }, { score: 0.50009, label: "a" })).toBe(true);
  expect(alike({ label: "a", score: 0.5 }, { label: "a", score: 0.5002 })).toBe(false);
  expect(alike([12_345.6], [12_345.7])).toBe(true);
  expect(alike([1, 2], [1])).toBe(false);
  expect(alike({ a: 1 }, { b: 1 })).toBe(false);
  expect(alike(null, {})).toBe(false);
});
