import { describe, expect, test } from "vitest";
import { formatCount, formatDuration, formatMs, formatPercent, formatRate, plural } from "./format.ts";

describe("numbers as people read them", () => {
  test.each([
    [0.4242, "0.42"],
    [4.205, "4.21"],
    [42.05, "42.0"],
    [421.4, "421"],
    [4210, "4 210"],
    [null, "n/a"],
    [undefined, "n/a"],
  ])("%s ms is %s", (value, text) => expect(formatMs(value)).toBe(text));

  test.each([
    [0, "0 %"],
    [0.00004, "<0.01 %"],
    [0.0002, "0.02 %"],
    [0.015, "1.5 %"],
    [0.12, "12 %"],
    [-0.034, "-3.4 %"],
    [null, "n/a"],
  ])("a share of %s is %s", (share, text) => expect(formatPercent(share)).toBe(text));

  test.each([
    [850, "850 ms"],
    [12_000, "12 s"],
    [59_600, "1 min"],
    [90_000, "1 min 30 s"],
    [7_500_000, "2 h 05 min"],
  ])("%s ms of time are %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

  test("counts have groups of three and their noun, rates a decimal below a hundred", () => {
    expect([999, 1000, 1_234_567].map(formatCount)).toEqual(["999", "1 000", "1 234 567"]);
    expect([plural(1, "user"), plural(1200, "user")]).toEqual(["1 user", "1 200 users"]);
    expect([9.96, 99.95, 100.4, 12_345].map(formatRate)).toEqual(["10.0", "100.0", "100", "12 345"]);
  });
  test("what was not measured is never a zero", () => {
    for (const format of [formatMs, formatCount, formatRate, formatPercent]) {
      expect([format(null), format(undefined)]).toEqual(["n/a", "n/a"]);
      expect(format(0)).not.toBe("n/a");
    }
  });
});
