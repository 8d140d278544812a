import { expect, test } from "vitest";
import { readSketch, writeSketch } from "./sketch-text.ts";
import { TrendSketch } from "./trend-sketch.ts";

const sketchOf = (count: number): TrendSketch => {
  const sketch = new TrendSketch();
  for (let i = 0; i < count; i++) sketch.add(((i * 7919) % 5003) / 7 - 100);
  return sketch;
};

test.each([0, 1, 900, 4000])("%i values read back to the same distribution", (count) => {
  const [before, after] = [sketchOf(count), readSketch(writeSketch(sketchOf(count)))];
  expect([after.count, after.min, after.max]).toEqual([before.count, before.min, before.max]);
  expect(after.sum).toBeCloseTo(before.sum, 6);
  for (const q of [0, 0.1, 0.5, 0.95, 0.99, 1]) expect(after.quantile(q)).toBe(before.quantile(q));
});

test("two halves that were written merge to the whole", () => {
  const half = (from: number): TrendSketch => {
    const sketch = new TrendSketch();
    for (let i = from; i < 4000; i += 2) sketch.add(i % 97);
    return readSketch(writeSketch(sketch));
  };
  const both = half(0);
  both.merge(half(1).state());
  expect([both.count, both.quantile(0.5), both.max]).toEqual([4000, 48, 96]);
});

test.each(["", "? 1", "= 1 x", "~ 1 2 3:4"])("refuses %j", (text) => {
  expect(() => readSketch(text)).toThrow("distribution of a trend");
});
