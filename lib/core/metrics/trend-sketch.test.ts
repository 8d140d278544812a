import fc from "fast-check";
import { expect, test } from "vitest";
import { quantile, toSorted } from "../quantile.ts";
import { TrendSketch } from "./trend-sketch.ts";

const sketchOf = (values: readonly number[]): TrendSketch => {
  const sketch = new TrendSketch();
  for (const value of values) sketch.add(value);
  return sketch;
};

const exactly = (values: readonly number[], q: number): number => {
  const sorted = toSorted(values);
  if (sorted === undefined) throw new Error("no values");
  return quantile(sorted, q);
};

/** 1 500 values of either sign and many magnitudes, from a seed: long arrays are slow to generate and shrink. */
const many = fc.integer({ min: 1, max: 0x7fffffff }).map((seed) => {
  let state = seed;
  const next = (): number => {
    state = (state * 48271) % 0x7fffffff;
    return state / 0x7fffffff;
  };
  return Array.from({ length: 1500 }, () => (next() < 0.3 ? -1 : 1) * 10 ** (next() * 8 - 3));
});
const q = fc.double({ min: 0, max: 1, noNaN: true });

test("up to a thousand samples quantiles are exact", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 200 }),
      q,
      (xs, p) => {
        expect(sketchOf(xs).quantile(p)).toBe(exactly(xs, p));
      },
    ),
  );
});

test("above that the values at neighbouring ranks are within 0.1 % of the samples'", () => {
  fc.assert(
    fc.property(many, q, (xs, p) => {
      const rank = Math.floor(p * (xs.length - 1));
      const at = rank / (xs.length - 1);
      const want = exactly(xs, at);
      const got = sketchOf(xs).quantile(at) ?? Number.NaN;
      const next = exactly(xs, Math.min(1, (rank + 1) / (xs.length - 1)));
      expect(Math.abs(got - want)).toBeLessThanOrEqual(Math.abs(want) / 1000 + Math.abs(next - want) * 1e-6 + 1e-300);
    }),
    { numRuns: 30 },
  );
});

test("count, sum, min and max are exact, and a value that repeats is met exactly", () => {
  const xs = Array.from({ length: 5000 }, (_, i) => (i % 3) * 25 + 5);
  const sketch = sketchOf(xs);
  expect([sketch.count, sketch.sum, sketch.min, sketch.max]).toEqual([5000, xs.reduce((a, b) => a + b), 5, 55]);
  expect(sketch.quantile(0.5)).toBe(30);
});

test("merging parts equals folding the whole", () => {
  fc.assert(
    fc.property(many, fc.nat(1100), q, (xs, cut, p) => {
      const merged = sketchOf(xs.slice(0, cut));
      merged.merge(structuredClone(sketchOf(xs.slice(cut)).state()));
      const whole = sketchOf(xs);
      expect(merged.count).toBe(whole.count);
      expect([merged.min, merged.max]).toEqual([whole.min, whole.max]);
      const got = merged.quantile(p) ?? Number.NaN;
      const want = whole.quantile(p) ?? Number.NaN;
      expect(Math.abs(got - want)).toBeLessThanOrEqual(Math.abs(want) * 1e-9 + 1e-9);
    }),
    { numRuns: 30 },
  );
});

test("without samples there is no quantile", () => {
  expect(new TrendSketch().quantile(0.5)).toBeUndefined();
});
