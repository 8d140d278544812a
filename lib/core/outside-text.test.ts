import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outsideLine, outsideLines, terminalText } from "./outside-text.ts";

const ESC = "\u001b";

describe("a line from outside", () => {
  test.each([
    ["colours and cursor", `${ESC}[31mred${ESC}[2A${ESC}[K done`, "red done"],
    ["a title", `${ESC}]0;owned\u0007ready`, "ready"],
    ["a clipboard", `a${ESC}]52;c;aGVsbG8=${ESC}\\b`, "ab"],
    ["a title that never ends", `a${ESC}]0;owned`, "a"],
    ["8-bit sequences", "a\u009b31mb\u009d0;x\u009cc", "abc"],
    ["line breaks", "one\r\ntwo\nthree\u2028four", "one two three four"],
    ["bells and nulls", "a\u0000\u0007b", "a b"],
    ["directions", "safe\u202Etxt.exe", "safetxt.exe"],
    ["an Actions command", "::error title=x::boom", ": :error title=x::boom"],
    ["one behind blanks", "   ::set-output name=x::y", "   : :set-output name=x::y"],
    ["one after a line break", "x\n::error::boom", "x ::error::boom"],
    ["the older form", "see ##[error]boom", "see # #[error]boom"],
    ["ordinary text", "p95 182 ms: C:\\x::y, naïve, 漢字 ✓", "p95 182 ms: C:\\x::y, naïve, 漢字 ✓"],
  ])("loses %s", (_, text, plain) => {
    expect(outsideLine(text)).toBe(plain);
  });
  test("is shortened before anything else is done with it", () => {
    expect(outsideLine("x".repeat(3_000_000))).toHaveLength(2000);
    expect(outsideLine(`${ESC}]`.repeat(1_000_000))).toBe("");
    expect(outsideLine("abc", 2)).toBe("ab");
  });
  test("holds nothing that a terminal obeys, whatever it was", () => {
    const nasty = fc.string({
      unit: fc.constantFrom(ESC, "[", "]", "0", ";", "m", "\u0007", "\n", "\r", ":", "#", "\u009b", "a"),
    });
    fc.assert(
      fc.property(nasty, (text) => {
        const line = outsideLine(text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        expect(line).not.toMatch(/^\s*::|##\[/);
        expect(outsideLine(line)).toBe(line);
      }),
    );
  });
});

test("lines keep their breaks, and none of them begins a command", () => {
  expect(outsideLines(`Error: x\n    at f\r\n::error::y\n${ESC}[2J`)).toBe("Error: x\n    at f\n: :error::y\n");
});

test("our own text keeps its colours and its live line, and no title, clipboard or link", () => {
  const own = `\r${ESC}[K${ESC}[1;31mfailed${ESC}[0m\tp95\n`;
  expect(terminalText(own)).toBe(own);
  expect(terminalText(`${ESC}]0;owned\u0007${ESC}P1$r${ESC}c\u009b2J`)).toBe(
    "\ufffd]0;owned\ufffd\ufffdP1$r\ufffdc\ufffd2J",
  );
});
