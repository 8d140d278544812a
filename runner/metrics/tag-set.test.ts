import fc from "fast-check";
import { expect, test } from "vitest";
import { TagSets } from "./tag-set.ts";

test("equal tags are one object, whatever order they were added in", () => {
  const sets = new TagSets();
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string(), { maxKeys: 6 }), (tags) => {
      const forward = sets.withAll(sets.empty, tags);
      const backward = sets.withAll(sets.empty, Object.fromEntries(Object.entries(tags).reverse()));
      expect(forward).toBe(backward);
      expect({ ...forward }).toEqual({ ...tags });
    }),
  );
});

test("an added tag replaces the one of the same name and leaves the first set alone", () => {
  const sets = new TagSets();
  const first = sets.of({ group: "", scenario: "s" });
  expect(sets.with(first, "group", "::a")).toEqual({ group: "::a", scenario: "s" });
  expect(first).toEqual({ group: "", scenario: "s" });
});

test("a value per request does not keep every set", () => {
  const sets = new TagSets();
  const first = sets.with(sets.empty, "n", "0");
  for (let n = 0; n <= 50_000; n++) sets.with(sets.empty, "n", String(n));
  expect(sets.with(sets.empty, "n", "0")).not.toBe(first);
});
