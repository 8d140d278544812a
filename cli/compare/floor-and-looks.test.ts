import { describe, expect, test } from "vitest";
import { CliError } from "../../lib/core/exit.ts";
import { parseFloor, parseLooks, withLooks } from "./floor-and-looks.ts";
import { presetNamed } from "./preset.ts";

describe("--floor", () => {
  test.each([
    ["10", 0.1],
    ["2.5%", 0.025],
    ["100 %", 1],
  ])("%s is a share", (text, share) => {
    expect(parseFloor(text)).toBeCloseTo(share, 12);
  });
  test.each(["", "0", "-5", "0.05", "101", "ten", "5 percent"])("'%s' is refused", (text) => {
    expect(() => parseFloor(text)).toThrow(CliError);
  });
});

describe("--looks", () => {
  test.each([
    ["12", [12]],
    ["10, 20,30", [10, 20, 30]],
    ["6,40", [6, 40]],
  ])("%s are numbers of pairs", (text, looks) => {
    expect(parseLooks(text)).toEqual(looks);
  });
  test.each(["", "5", "41", "10,10", "20,10", "10,", "10.5", "6,7,8,9,10,11", "many"])("'%s' is refused", (text) => {
    expect(() => parseLooks(text)).toThrow("rising numbers of pairs from 6 to 40");
  });
  test("share the level of the comparison, so that more of them do not mean more false alarms", () => {
    const standard = presetNamed("standard");
    expect(withLooks(standard, [12])).toEqual({ ...standard, looks: [12], alpha: 0.025 });
    expect(withLooks(standard, [10, 20]).alpha).toBe(0.0125);
  });
});
