import { describe, expect, test } from "vitest";
import { isLoadFree, loadNote, measurableRate } from "./measurable-load.ts";

describe("the load that can be measured", () => {
  test.each([
    [{ a: 18.37, b: 19.9 }, 9.2],
    [{ a: 30, b: 12.3 }, 6.2],
    [{ a: 5000, b: 4000 }, 100],
    [{ a: 0, b: 40 }, undefined],
    [{ a: 0.9, b: 40 }, undefined],
  ])("for %j is %s a second", (carried, rate) => {
    expect(measurableRate(carried)).toBe(rate);
  });
  test("says what it is a part of, and how to ask for another", () => {
    expect(loadNote(9.2, { a: 18.37, b: 19.9 }).text).toMatch(/9\.2.* half of .*USERS or RATE/);
    expect(loadNote(100, { a: 5000, b: 4000 }).text).toContain("well below what either carried");
  });
  test("is chosen only where nobody chose", () => {
    expect(isLoadFree({}, "baseline")).toBe(true);
    expect(isLoadFree({ RATE: "" }, "baseline")).toBe(true);
    expect(isLoadFree({ USERS: "3" }, "baseline")).toBe(false);
    expect(isLoadFree({}, "spike")).toBe(false);
    expect(isLoadFree({}, "./own.js")).toBe(false);
  });
});
