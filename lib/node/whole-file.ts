// Files written whole or not at all: to a temporary name beside the target, synced, then renamed.

import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
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

/** Writes `content` to `path`, creating directories. @throws CliError when it cannot; nothing half-written stays. */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
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
    throw explain(path, error);
  }
}
