import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CliError } from "../core/exit.ts";
import { writeWholeFile } from "./whole-file.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-whole-"));
});
afterEach(async () => {
  await chmod(dir, 0o700);
  await rm(dir, { recursive: true });
});

test("makes the folders it needs, replaces what was there, and leaves nothing beside it", async () => {
  const path = join(dir, "a", "b", "file.json");
  await writeWholeFile(path, "first");
  await writeWholeFile(path, "second");
  expect(await readFile(path, "utf8")).toBe("second");
  expect(await readdir(join(dir, "a", "b"))).toEqual(["file.json"]);
});

test("says which file could not be written and keeps what was there", async () => {
  const file = join(dir, "file");
  await writeFile(file, "kept");
  const within = join(file, "below");
  await expect(writeWholeFile(within, "x")).rejects.toThrow(CliError);
  await expect(writeWholeFile(within, "x")).rejects.toThrow(`cannot write ${within}`);
  expect(await readFile(file, "utf8")).toBe("kept");
});

test("a target that is a folder is left alone, and no part of the new file stays", async () => {
  const target = join(dir, "taken");
  await mkdir(join(target, "inner"), { recursive: true });
  await expect(writeWholeFile(target, "x")).rejects.toThrow(CliError);
  expect(await readdir(dir)).toEqual(["taken"]);
});
