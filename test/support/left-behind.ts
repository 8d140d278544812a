// What a run has left behind on this machine: processes, and files that hold a secret. Everything a command starts
// inherits its TMPDIR, so a folder of the test's own names them all.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const textOf = (path: string): string => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
};

/** Names of the processes whose TMPDIR is `dir`, zombies left out. */
export const processesOf = (dir: string): readonly string[] =>
  readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid) || !textOf(`/proc/${pid}/environ`).split("\0").includes(`TMPDIR=${dir}`)) return [];
    return [`${pid} ${textOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim().slice(0, 100)}`];
  });

/** Files under `dir` that hold `secret`. */
export const filesWith = (secret: string, dir: string): readonly string[] =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    try {
      if (statSync(path).isDirectory()) return filesWith(secret, path);
    } catch {
      return [];
    }
    return textOf(path).includes(secret) ? [path] : [];
  });

/** Waits until `look` finds nothing any more; after `withinMs` what it still finds. */
export async function gone(look: () => readonly string[], withinMs: number): Promise<readonly string[]> {
  const until = performance.now() + withinMs;
  for (;;) {
    const left = look();
    if (left.length === 0 || performance.now() > until) return left;
    await delay(50);
  }
}
