// Files written whole or not at all: to a temporary name beside the target, synced, then renamed. A link is followed, and
// what is no file (/dev/stdout, a pipe) is written to: a rename would put a file in its place.

import { appendFile, mkdir, open, readlink, rename, rm, stat } from "node:fs/promises";
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

/** Links to what this process has open: where they lead to a file, a rename would leave the open one behind. */
const OPEN_FILE = /^\/(dev\/(stdout|stderr|fd\/)|proc\/)/;

/** Whether a rename onto `path` would replace something that is no file of somebody's. */
async function isDevice(path: string): Promise<boolean> {
  if (OPEN_FILE.test(resolve(path))) return true;
  const there = await stat(path).catch(() => undefined);
  return there !== undefined && !there.isFile() && !there.isDirectory();
}

/** As many links one after another as Linux follows (path_resolution(7)). */
const MOST_LINKS = 40;

/** Where a link leads, also one to a file that is not there yet; `path` itself when it is none. @throws Error in a ring */
async function linkedTo(path: string): Promise<string> {
  let at = path;
  for (let links = 0; links <= MOST_LINKS; links++) {
    const target = await readlink(at).catch(() => undefined);
    if (target === undefined) return at;
    at = resolve(dirname(at), target);
  }
  throw Object.assign(new Error("links that lead in a ring"), { code: "ELOOP" });
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
    await replaceFile(await linkedTo(path), content);
  } catch (error) {
    throw explain(path, error);
  }
}
