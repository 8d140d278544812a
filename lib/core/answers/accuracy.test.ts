import { describe, expect, test } from "vitest";
import type { Prediction } from "../service-contract.ts";
import { agreement, inputShare } from "./accuracy.ts";
import { GOLDEN_SCHEMA, type GoldenSet } from "./golden-set.ts";

const goldenOf = (inputs: Record<string, Prediction>, unstable: readonly string[] = []): GoldenSet => ({
  schema: GOLDEN_SCHEMA,
  corpusHash: "c0",
  takenAt: "2026-01-01T00:00:00.000Z",
  target: { url: "http://127.0.0.1:1", profile: null },
  inputs,
  unstable,
});
const spam = (score: number): Prediction => ({ label: "spam", score });
const ham = (score: number): Prediction => ({ label: "ham", score });
const inputs = { a: spam(0.71), b: ham(0.64), c: spam(0.9999), d: spam(0.99995) };

describe("accuracy and agreement", () => {
  test("have an exact interval over unique inputs", () => {
    const got = inputShare(2, 3);
    expect(got.low).toBeCloseTo(0.0943, 4);
    expect(got.high).toBeCloseTo(0.9916, 4);
  });
  test("know nothing without inputs", () => {
    expect(inputShare(0, 0)).toMatchObject({ share: null, low: 0, high: 1 });
  });
  test("name the inputs that differ and leave out the unstable ones", () => {
    const after = goldenOf({ ...inputs, a: ham(0.6), b: ham(0.9) }, ["b"]);
    expect(agreement(goldenOf(inputs), after)).toMatchObject({ inputs: 3, hits: 2, differing: ["a"], unstable: ["b"] });
  });
});
