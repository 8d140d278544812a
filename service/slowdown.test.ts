import fc from "fast-check";
import { expect, test } from "vitest";
import type { Multiply } from "./model/network.ts";
import { slowExtract, slowMultiply } from "./slowdown.ts";

const layer = { inputs: 2, outputs: 1000, weights: new Float32Array(2000), bias: new Float32Array(1000) };
const vectors = { data: new Float32Array(2), count: 1, width: 2 };

test("every product does the factor's share of rows more", () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 20, noNaN: true }), (factor) => {
      let rowsDone = 0;
      const count: Multiply = (_layer, _vectors, _out, rows) => {
        rowsDone += rows;
      };
      slowMultiply(count, factor)(layer, vectors, new Float32Array(1000), 1000);
      expect(Math.abs(rowsDone - 1000 * factor)).toBeLessThanOrEqual(0.51);
    }),
  );
});

test("extraction reads the factor's share of the text more, and the answer is that of the whole text", () => {
  let read = 0;
  const extract = slowExtract((text) => {
    read += text.length;
    return { tokens: [text], vector: new Float32Array(0) };
  }, 1.25);
  expect(extract("x".repeat(100)).tokens).toEqual(["x".repeat(100)]);
  expect(read).toBe(125);
});

test("a factor of 1 changes nothing", () => {
  const multiply: Multiply = () => undefined;
  expect(slowMultiply(multiply, 1)).toBe(multiply);
});
