import { expect, test } from "vitest";
import { formatEntry } from "../vu/log-entry.ts";
import { consoleGlobal } from "./console.ts";
import { logText } from "./log-text.ts";

const circle: Record<string, unknown> = {};
circle.me = circle;

// What k6 v2.2.0 wrote.
test.each([
  ["a", "a"],
  [1, "1"],
  [{ x: 1, y: [1, { z: 2 }] }, "{ x: 1, y: [ 1, { z: 2 } ] }"],
  [[1, "s"], '[ 1, "s" ]'],
  [null, "null"],
  [undefined, "undefined"],
  [true, "true"],
  [() => 1, "[object Function]"],
  [new Date(0), '"1970-01-01T00:00:00.000Z"'],
  [new Error("boom"), "Error: boom"],
  [/re/, "{}"],
  [Symbol("s"), "s"],
  [new Map([[1, 2]]), "{}"],
  [new Uint8Array([1, 2]), "Uint8Array(2) [ 1, 2 ]"],
  [1n, "1"],
  [Number.NaN, "NaN"],
  [-0, "0"],
  [{ u: undefined, d: new Date(0) }, '{ u: null, d: "1970-01-01T00:00:00.000Z" }'],
  [circle, "{ me: [Circular] }"],
])("%o is written as k6 writes it", (value, text) => {
  expect(logText(value)).toBe(text);
});

test("the console has five levels and joins its arguments with blanks", () => {
  const lines: string[] = [];
  const console = consoleGlobal((level, text) => lines.push(`${level}: ${text}`));
  for (const name of ["debug", "info", "log", "warn", "error"]) console[name]?.("a", 1);
  expect(lines).toEqual(["debug: a 1", "info: a 1", "info: a 1", "warning: a 1", "error: a 1"]);
});

test.each([
  ["i", 'time="1970-01-01T00:00:01Z" level=info msg=i source=console'],
  ["", 'time="1970-01-01T00:00:01Z" level=info source=console'],
  ["multi\nline", 'time="1970-01-01T00:00:01Z" level=info msg="multi\\nline" source=console'],
])("%j as a log line", (text, line) => {
  expect(formatEntry({ level: "info", text, at: 1000, fields: { source: "console" } }, "text")).toBe(line);
});
