import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openLogFile } from "./log-file.ts";

const directory = mkdtempSync(join(tmpdir(), "tailgate-log-"));
afterAll(() => rmSync(directory, { recursive: true }));

test("lines are in the file as soon as they are written, from two writers too", () => {
  const path = join(directory, "two.log");
  const [one, two] = [openLogFile(path), openLogFile(path)];
  one.writeLine("a");
  two.writeLine("b");
  one.writeLine("c");
  expect(readFileSync(path, "utf8")).toBe("a\nb\nc\n");
  one.close();
  two.close();
  expect(existsSync(path)).toBe(true);
});

test("the file starts anew past its bound", () => {
  const path = join(directory, "large.log");
  const log = openLogFile(path);
  const megabyte = "x".repeat(1024 * 1024);
  for (let i = 0; i < 66; i++) log.writeLine(megabyte);
  expect(statSync(path).size).toBeLessThan(4 * 1024 * 1024);
  log.close();
});

test("a log without a name is temporary: it is gone when closed", () => {
  const log = openLogFile();
  log.writeLine("a");
  expect(existsSync(log.path)).toBe(true);
  log.close();
  expect(existsSync(log.path)).toBe(false);
});
