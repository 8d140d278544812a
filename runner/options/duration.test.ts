import fc from "fast-check";
import { expect, test } from "vitest";
import { ms } from "../../lib/core/units.ts";
import { formatK6Duration, parseDuration } from "./duration.ts";

test.each([
  ["10s", 10_000],
  ["1m30s", 90_000],
  ["1h2m3.5s", 3_723_500],
  ["500ms", 500],
  ["1d2h", 93_600_000],
  ["250us", 0.25],
  ["1500", 1500],
  [1500, 1500],
  ["0", 0],
  ["-2s", -2000],
])("%s is %d ms", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each(["", "s", "10 s", "10x", "1m30", "abc", {}, null, Number.NaN])("%s is no duration", (value) => {
  expect(parseDuration(value)).toBeUndefined();
});

test("what is written is read back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (duration) => {
      expect(parseDuration(formatK6Duration(ms(duration)))).toBeCloseTo(duration, 6);
    }),
  );
});
