import fc from "fast-check";
import { expect, test } from "vitest";
import { dot, rowProducts } from "./row-products.ts";

const random = (seed: number, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(seed * 12.9898 + i * 78.233));

test("blocks give the very sums of the naive product, whatever the sizes", () => {
  const size = fc.integer({ min: 1, max: 11 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 3 }), (m, n, width, gap) => {
      const a = { data: random(1, m * width), count: m, width };
      const b = { data: random(2, n * width), count: n, width };
      const out = new Float32Array(m * (n + gap)).fill(7);
      rowProducts(a, b, out, n + gap);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          expect(out[i * (n + gap) + j]).toBe(Math.fround(dot(a.data, i * width, b.data, j * width, width)));
        }
        for (let j = n; j < n + gap; j++) expect(out[i * (n + gap) + j]).toBe(7);
      }
    }),
  );
});
