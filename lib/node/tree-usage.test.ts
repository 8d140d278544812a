import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { TreeReader } from "./tree-usage.ts";

const hasProc = existsSync("/proc/self/stat");
const children: ChildProcess[] = [];
afterEach(() => {
  for (const { pid } of children.splice(0)) if (pid !== undefined) process.kill(-pid, "SIGKILL");
});

/** A shell that runs `command`, says so, and then waits to be killed. */
async function shell(command: string): Promise<number> {
  const child = spawn("/bin/sh", ["-c", `${command}\necho done; read -r _`], {
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  return child.pid ?? 0;
}

const burn = (ticks: number): string =>
  `${process.execPath} -e 'while (process.cpuUsage().user < ${ticks * 10_000}) for (let i = 0; i < 1e5; i++);'`;

describe.skipIf(!hasProc)("TreeReader", () => {
  test("counts what an ended child used, and a process that goes on in the background", async () => {
    const pid = await shell(`${burn(20)}; sleep 300 &`);
    const reader = new TreeReader(pid);
    const used = reader.read();
    expect(used?.cpuSeconds).toBeGreaterThanOrEqual(0.2);
    expect(used?.processes).toBeGreaterThanOrEqual(2);
    expect(used?.rssBytes).toBeGreaterThan(0);
    // Of nobody else: this process has used more than nothing.
    expect(reader.members()).not.toContain(process.pid);
  });
  test("leaves out what was started later and is not of it", async () => {
    const pid = await shell("true");
    const reader = new TreeReader(pid);
    expect(reader.members()).toEqual([pid]);
    const later = await shell("sleep 300 &");
    expect(reader.members()).toEqual([pid]);
    expect(new TreeReader(later).members().length).toBe(2);
  });
  test("knows nothing of a process that is not there", () => {
    expect(new TreeReader(2 ** 22 + 1).read()).toBeUndefined();
  });
});
