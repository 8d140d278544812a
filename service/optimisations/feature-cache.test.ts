import fc from "fast-check";
import { expect, test } from "vitest";
import { cached } from "./feature-cache.ts";

test("a cached function gives what the function gives, for any sequence", () => {
  const text = fc.constantFrom("a", "b", "c", "d", "e");
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (texts, capacity) => {
      const remember = cached((key) => `${key}!`, capacity);
      expect(texts.map(remember)).toEqual(texts.map((key) => `${key}!`));
    }),
  );
});

test("it computes what it does not hold, and drops the least recently used", () => {
  const computed: string[] = [];
  const remember = cached((key) => {
    computed.push(key);
    return key;
  }, 2);
  for (const key of ["a", "b", "a", "c", "a", "b"]) remember(key);
  // "b" was the oldest when "c" came; "a" had been used since.
  expect(computed).toEqual(["a", "b", "c", "b"]);
});
