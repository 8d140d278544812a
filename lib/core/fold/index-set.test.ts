import fc from "fast-check";
import { expect, test } from "vitest";
import { IndexSet } from "./index-set.ts";

test("holds what was added, once and in order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20_000)), (numbers) => {
      const set = new IndexSet();
      for (const n of numbers) set.add(n);
      expect([...set]).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      expect(numbers.every((n) => set.has(n))).toBe(true);
      set.clear();
      expect([...set]).toEqual([]);
    }),
  );
});
test("reads back what it wrote", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3_000_000)), (numbers) => {
      const set = new IndexSet();
      for (const n of numbers) set.add(n);
      const read = new IndexSet();
      read.addEncoded(set.encode());
      expect([...read]).toEqual([...set]);
      expect(read.isEmpty).toBe(numbers.length === 0);
    }),
    { numRuns: 30 },
  );
  expect(() => new IndexSet().addEncoded("no base64!")).toThrow();
});

test("leaves out what is no number of a request", () => {
  const set = new IndexSet();
  for (const n of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) set.add(n);
  expect([...set]).toEqual([]);
});
