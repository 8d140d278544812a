// `open` on real files.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { OpenedFiles, openFunction } from "../../runner/api/open.ts";

const directory = mkdtempSync(join(tmpdir(), "open-"));
afterAll(() => rmSync(directory, { recursive: true }));
writeFileSync(join(directory, "a.txt"), "héllo");
writeFileSync(join(directory, "b.bin"), Buffer.of(0, 255));

test("a file is read beside the script, as text or bytes", () => {
  const open = openFunction(directory, new OpenedFiles(), () => true);
  expect(open("./a.txt")).toBe("héllo");
  expect(open(join(directory, "a.txt"))).toBe("héllo");
  expect(open(pathToFileURL(join(directory, "a.txt")).href)).toBe("héllo");
  const bytes = open("b.bin", "b");
  expect(bytes instanceof ArrayBuffer && [...new Uint8Array(bytes)]).toEqual([0, 255]);
});

test("a file is read once, and nobody can change what another gets", () => {
  const files = new OpenedFiles();
  const [one, other] = [openFunction(directory, files, () => true), openFunction(directory, files, () => true)];
  const bytes = one("b.bin", "b");
  if (bytes instanceof ArrayBuffer) new Uint8Array(bytes).fill(7);
  rmSync(join(directory, "b.bin"));
  const again = other("b.bin", "b");
  expect(again instanceof ArrayBuffer && [...new Uint8Array(again)]).toEqual([0, 255]);
});

test("what cannot be opened is said in k6's words", () => {
  const open = openFunction(directory, new OpenedFiles(), () => true);
  expect(() => open("nope")).toThrow(`stat ${join(directory, "nope")}: no such file or directory`);
  expect(() => open("")).toThrow("open() can't be used with an empty filename");
  expect(() => open(".")).toThrow("open() can't be used with directories");
  expect(() => openFunction(directory, new OpenedFiles(), () => false)("a.txt")).toThrow(
    "only available in the init stage",
  );
});
