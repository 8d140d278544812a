// Files written whole or not at all: to a temporary name beside the target, synced, then renamed. A link is followed, and
// what is no file (/dev/stdout, a pipe) is written to: a rename would put a file in its place.

import { appendFile, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CliError } from "../core/exit.ts";

const explain = (path: string, error: unknown): CliError => {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  const hint =
    code === "ENOSPC"
      ? "The disk is full: free some space and run again."
      : code === "EACCES" || code === "EPERM" || code === "EROFS"
        ? `Make ${dirname(path)} writable, or choose another directory.`
        : `Check that ${dirname(path)} is a directory you can write to.`;
  return new CliError(`cannot write ${path} (${code})`, { hint, cause: error });
};

/** Whether a rename onto `path` would replace something that is no file of somebody's. */
async function isDevice(path: string): Promise<boolean> {
  if (/^\/(dev|proc)\//.test(resolve(path))) return true;
  const there = await stat(path).catch(() => undefined);
  return there !== undefined && !there.isFile() && !there.isDirectory();
}

async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.part`;
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Writes `content` to `path`, creating directories. @throws CliError when it cannot; nothing half-written stays. */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  try {
    if (await isDevice(path)) return await appendFile(path, content);
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(await realpath(path).catch(() => path), content);
  } catch (error) {
    throw explain(path, error);
  }
}
