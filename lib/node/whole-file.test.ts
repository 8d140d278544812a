import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
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

test("a link is followed, and stays", async () => {
  await writeFile(join(dir, "file"), "old");
  await symlink("file", join(dir, "link"));
  await writeWholeFile(join(dir, "link"), "new");
  expect((await lstat(join(dir, "link"))).isSymbolicLink()).toBe(true);
  expect(await readFile(join(dir, "file"), "utf8")).toBe("new");
});

test("a link to a file that is not there yet makes that file", async () => {
  await symlink("later", join(dir, "link"));
  await writeWholeFile(join(dir, "link"), "new");
  expect((await lstat(join(dir, "link"))).isSymbolicLink()).toBe(true);
  expect(await readFile(join(dir, "later"), "utf8")).toBe("new");
});

test("links in a ring are an error", async () => {
  await symlink("b", join(dir, "a"));
  await symlink("a", join(dir, "b"));
  await expect(writeWholeFile(join(dir, "a"), "x")).rejects.toThrow("(ELOOP)");
});

test.skipIf(!existsSync("/dev/shm"))("files in a folder of /dev are files", async () => {
  const shared = await mkdtemp("/dev/shm/tailgate-");
  try {
    await writeWholeFile(join(shared, "a", "file"), "first");
    await writeWholeFile(join(shared, "a", "file"), "second");
    expect(await readFile(join(shared, "a", "file"), "utf8")).toBe("second");
  } finally {
    await rm(shared, { recursive: true });
  }
});

test("what is no file is written to, and nothing takes its place", async () => {
  const pipe = join(dir, "pipe");
  execFileSync("mkfifo", [pipe]);
  const read = readFile(pipe, "utf8");
  await writeWholeFile(pipe, "through");
  expect(await read).toBe("through");
  expect((await lstat(pipe)).isFIFO()).toBe(true);
});
