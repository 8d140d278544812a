// py-spy on real Python processes: a known hot function, alone and in two workers. Skipped where Python or py-spy is
// not there: `pip install py-spy`, or PY_SPY.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { lockUse } from "../../lib/core/profile/lock-use.ts";
import { isThread, type TreeProfile } from "../../lib/core/profile/profile.ts";
import { viewsOf } from "../../lib/core/profile/views.ts";
import { attachPython } from "../../lib/node/profile/attach-python.ts";

const SERVICE = fileURLToPath(new URL("hot_service.py", import.meta.url));
/** Enough samples that a share is within five points in all but a few of a thousand runs. */
const REQUESTS = 400;

const answers = (program: string, args: readonly string[]): boolean => {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

const pySpy = [
  process.env.PY_SPY,
  "py-spy",
  fileURLToPath(new URL("../../build/venv/bin/py-spy", import.meta.url)),
].find((path) => path !== undefined && answers(path, ["--version"]));
const able = pySpy !== undefined && process.platform === "linux" && answers("python3", ["--version"]);
const env = { PATH: process.env.PATH, PY_SPY: pySpy };

const children: ChildProcess[] = [];
afterEach(() => {
  // Its workers are of its group.
  for (const child of children.splice(0)) if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
});

async function start(variables: Record<string, string>): Promise<{ pid: number; port: number }> {
  const child = spawn("python3", [SERVICE], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...variables },
    detached: true,
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const said: { port: number } = JSON.parse(line);
    return { pid: child.pid ?? 0, port: said.port };
  }
  throw new Error("the service ended");
}

async function requests(port: number, count: number): Promise<void> {
  for (let i = 0; i < count / 2; i++) {
    await Promise.all([1, 2].map(async () => (await fetch(`http://127.0.0.1:${port}/`)).text()));
  }
}

const share = (profile: TreeProfile, names: readonly string[]): readonly number[] => {
  const { bySelf } = viewsOf(profile, { rows: 10, about: undefined });
  const times = names.map((name) => bySelf.find((row) => profile.functions[row.fn]?.name === name)?.selfUs ?? 0);
  const all = times.reduce((sum, time) => sum + time, 0);
  return times.map((time) => time / all);
};

// A share of samples is a random number: some retries keep a bad draw from failing a good profiler.
describe.runIf(able)("a Python service with a known hot function", { retry: 1, timeout: 60_000 }, () => {
  test.each([
    { share: 0.75, variables: { HOT_SHARE: "0.75" } },
    { share: 0.6, variables: { HOT_SHARE: "0.6", WORKERS: "2" } },
  ])("has it first, with its share: $variables", async (wanted) => {
    const { pid, port } = await start(wanted.variables);
    const attachment = await attachPython(pid, env);
    const workers = wanted.variables.WORKERS === undefined ? 0 : 2;
    expect(attachment.pids()).toHaveLength(1 + workers);
    const window = await attachment.start({ intervalUs: undefined, windowMs: 0 });
    await requests(port, REQUESTS);
    const { profile } = await window.stop();
    const [first] = viewsOf(profile, { rows: 1, about: undefined }).bySelf;
    expect(profile.functions[first?.fn ?? -1]).toMatchObject({ name: "hot", file: SERVICE });
    expect(Math.abs((share(profile, ["hot", "cold"])[0] ?? 0) - wanted.share)).toBeLessThan(0.05);
    expect(profile.functions.filter(isThread).length).toBeGreaterThanOrEqual(workers);
    expect(profile.source).toMatch(/^py-spy \d/);
  });

  test("holds the lock while it runs, and a worker's parent stands for the worker", async () => {
    const { pid, port } = await start({ WORKERS: "2" });
    const worker = (await attachPython(pid, env)).pids()[1] ?? 0;
    const attachment = await attachPython(worker, env);
    expect(attachment.process.pid).toBe(pid);
    const window = await attachment.startLockHolders?.({ intervalUs: undefined, windowMs: 0 });
    await requests(port, REQUESTS / 2);
    const lock = lockUse((await window?.stop())?.profile ?? expect.fail("no window"));
    expect(lock.processes).toBe(2);
    expect(lock.profile.functions[lock.holders[0]?.fn ?? -1]?.name).toBe("hot");
    expect(lock.heldShare).toBeGreaterThan(0);
  });
});

test("without py-spy there is a way to get it", async () => {
  const wanted = { message: expect.stringMatching(/py-spy/), hint: expect.stringContaining("pip install py-spy") };
  await expect(attachPython(process.pid, { PATH: "" })).rejects.toMatchObject(wanted);
});

test("a process that is gone is named as such", async () => {
  const child = spawn("true");
  await new Promise((resolve) => child.once("close", resolve));
  await expect(attachPython(child.pid ?? 0, env)).rejects.toThrow(/there is no process/);
});
