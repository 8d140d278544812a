import { expect, test } from "vitest";
import { evaluate } from "./evaluation.ts";

test("accuracy, its interval, precision and recall by hand", () => {
  const actual = ["spam", "spam", "spam", "ham", "ham", "ham", "ham", "ham", "ham", "ham"];
  const said = ["spam", "spam", "ham", "spam", "ham", "ham", "ham", "ham", "ham", "ham"];
  const result = evaluate(said, actual, "spam");
  expect(result).toMatchObject({ texts: 10, correct: 8, accuracy: 0.8, precision: 2 / 3, recall: 2 / 3 });
  // Clopper and Pearson for 8 of 10, as in their tables.
  expect(result.interval[0]).toBeCloseTo(0.4439, 3);
  expect(result.interval[1]).toBeCloseTo(0.9748, 3);
});
