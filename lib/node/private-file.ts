// Hands a secret to a child process: in a file that only this user can read, since everyone can read its arguments.

import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guardFile } from "./guardian.ts";

export interface PrivateFile {
  readonly path: string;
  remove(): void;
}

const OURS = /^tailgate-private-(\d+)-/;
/** A younger one may be that of a process this one cannot see, in another container. */
const STALE_MS = 600_000;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive as well.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** Removes what processes left that ended before they could: a machine that lost its power, say. */
export function sweepPrivateFiles(folder: string = tmpdir(), now: number = Date.now()): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(OURS.exec(name)?.[1]);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const path = join(folder, name);
    try {
      if (now - statSync(path).mtimeMs > STALE_MS) rmSync(path, { recursive: true, force: true });
    } catch {
      // Somebody else's, or gone: not ours to mend.
    }
  }
}

let swept = false;

/** Writes `text` to a new temporary file. It is removed by `remove`, or when this process ends, however it ends. */
export function privateFile(text: string): PrivateFile {
  if (!swept) sweepPrivateFiles();
  swept = true;
  // mkdtemp's folder is this user's alone.
  const folder = mkdtempSync(join(tmpdir(), `tailgate-private-${process.pid}-`));
  const path = join(folder, "text");
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
    process.off("exit", remove);
  };
  process.once("exit", remove);
  guardFile(folder);
  writeFileSync(path, text, { mode: 0o600 });
  return { path, remove };
}
