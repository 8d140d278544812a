import fc from "fast-check";
import { expect, test } from "vitest";
import { k6Duration, parseDuration } from "./duration.ts";

test.each([
  ["500ms", 500],
  ["60s", 60_000],
  ["1m30s", 90_000],
  ["1.5h", 5_400_000],
  ["2d", 172_800_000],
  [" 45 ", 45_000],
  ["0", 0],
])("%s is %i ms; a plain number is seconds", (text, ms) => expect(parseDuration(text)).toBe(ms));

test.each(["", "abc", "5x", "s", "-5s", "1m 30s", "1e3", "5sm", "∞"])("%j is no duration", (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test("what is written for k6 is read back", () => {
  fc.assert(fc.property(fc.nat(10_000_000), (ms) => parseDuration(k6Duration(ms)) === ms));
});
