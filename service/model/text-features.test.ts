import fc from "fast-check";
import { expect, test } from "vitest";
import { FEATURE_DIMENSIONS, featureVector, tokenise } from "./text-features.ts";

test("links, mail addresses, numbers and marks become classes, and shouting is noted", () => {
  const tokens = tokenise("WIN $$$ 1000000 at http://win.example/x?y=1 or mail Me@Example.com!!");
  expect(tokens).toEqual([
    "win",
    "\ue000shout",
    "\ue000mark$3",
    "\ue000number7",
    "at",
    "\ue000link",
    "or",
    "mail",
    "\ue000mail",
    "\ue000mark!2",
  ]);
});

const anyText = fc
  .array(fc.oneof(fc.integer({ min: 32, max: 126 }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 300 })
  .map((units) => String.fromCharCode(...units));

test("a vector has its length, is finite, and each space has length 1 or is empty", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const vector = featureVector(tokenise(text));
      expect(vector.length).toBe(FEATURE_DIMENSIONS);
      for (const [from, to] of [
        [0, 2048],
        [2048, 4096],
        [4096, 8192],
      ]) {
        const length = Math.sqrt(vector.subarray(from, to).reduce((sum, x) => sum + x * x, 0));
        expect(Math.min(Math.abs(length - 1), length)).toBeLessThan(1e-5);
      }
    }),
    { numRuns: 30 },
  );
});

test("the same text gives the same vector, and another word another one", () => {
  const vector = (text: string): Float32Array => featureVector(tokenise(text));
  expect(vector("see you at lunch")).toEqual(vector("see you at lunch"));
  expect(vector("see you at lunch")).not.toEqual(vector("see you at dinner"));
});
