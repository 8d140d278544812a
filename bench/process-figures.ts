// What a process has used, read from Linux's /proc: the only place where another process's CPU and memory are exact.

import { readFile } from "node:fs/promises";

/** Clock ticks a second: fixed at 100 by Linux's user interface. */
const TICKS = 100;

/** CPU seconds used so far, by all threads; undefined where there is no /proc or the process is gone. */
export async function cpuSeconds(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  // The name in parentheses may hold spaces: fields are counted from behind it.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields === undefined) return undefined;
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Resident memory in bytes. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => undefined);
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status ?? "")?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
