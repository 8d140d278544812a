// CPU time of a process and of the whole machine, from /proc. Where there is no /proc the answer is undefined, which
// readers must treat as "not measured".

import { readdirSync, readFileSync } from "node:fs";

/** Linux counts CPU time in ticks of 1/100 s (USER_HZ, fixed by the kernel's user-space ABI). */
const TICKS_PER_SECOND = 100;

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
};

/** User and system CPU time of process `pid` so far, in seconds. */
export function cpuSeconds(pid: number): number | undefined {
  // The command name (field 2) is in parentheses and may hold spaces: count fields behind the last one.
  const fields = read(`/proc/${pid}/stat`)
    ?.replace(/^.*\)\s/s, "")
    .split(" ");
  const user = Number(fields?.[11]);
  const system = Number(fields?.[12]);
  return Number.isFinite(user + system) ? (user + system) / TICKS_PER_SECOND : undefined;
}

const threadsOf = (pid: number): readonly string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

/**
 * How long all threads of `pid` have been runnable without a CPU so far, in ms: the second number of `schedstat`
 * (kernel, Documentation/scheduler/sched-stats.rst).
 */
export function cpuWaitedMs(pid: number): number | undefined {
  const threads = threadsOf(pid).flatMap((thread) => {
    const waitedNs = Number((read(`/proc/${pid}/task/${thread}/schedstat`) ?? "").split(" ")[1]);
    return Number.isFinite(waitedNs) ? [waitedNs] : [];
  });
  return threads.length === 0 ? undefined : threads.reduce((sum, ns) => sum + ns, 0) / 1e6;
}

export interface MachineCpu {
  readonly totalTicks: number;
  readonly stealTicks: number;
}

/** CPU ticks of the whole machine so far. */
export function machineCpu(): MachineCpu | undefined {
  const line = read("/proc/stat")?.split("\n")[0];
  const ticks = line?.trim().split(/\s+/).slice(1, 9).map(Number);
  if (ticks === undefined || ticks.length < 8 || ticks.some(Number.isNaN)) return undefined;
  return { totalTicks: ticks.reduce((a, b) => a + b, 0), stealTicks: ticks[7] ?? 0 };
}
