// What a process leaves behind that had no time to clean up after itself.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, utimesSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { gone, processesOf } from "../../test/support/left-behind.ts";
import { sweepPrivateFiles } from "./private-file.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A process that runs `source`, with the suite's modules at hand and a TMPDIR of its own; its first line of output. */
async function started(source: string): Promise<{ child: ChildProcess; said: string }> {
  const modules = join(dir, "modules.mjs");
  const { build } = await import("esbuild");
  await build({
    stdin: {
      contents: `export * from "./process-group.ts"; export * from "./private-file.ts"; export * from "./guardian.ts";`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: modules,
    logLevel: "error",
  });
  const script = join(dir, "script.mjs");
  await writeFile(
    script,
    `import { groupEnded, guardGroup, killAtExit, privateFile } from "./modules.mjs";\nimport { spawn } from "node:child_process";\n${source}`,
  );
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, TMPDIR: dir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = await new Promise<string>((resolve) => child.stdout.setEncoding("utf8").once("data", resolve));
  return { child, said: said.trim() };
}

describe("a process that is killed", () => {
  test("takes its children's groups and its secrets with it, also a child that ignores SIGTERM", async () => {
    const { child, said } = await started(`
      killAtExit(spawn("/bin/sh", ["-c", "sleep 300 & sleep 300"], { detached: true, stdio: "ignore" }));
      killAtExit(spawn("/bin/sh", ["-c", "trap '' TERM; echo up; while :; do sleep 1; done"], { detached: true, stdio: "ignore" }));
      const { path } = privateFile("hunter22");
      setTimeout(() => console.log(path), 200);
      setTimeout(() => undefined, 300_000);`);
    expect(readFileSync(said, "utf8")).toBe("hunter22");
    expect(processesOf(dir).length).toBeGreaterThanOrEqual(5);
    child.kill("SIGKILL");
    expect(await gone(() => processesOf(dir), 30_000)).toEqual([]);
    expect(existsSync(said)).toBe(false);
  });

  test("leaves alone what has ended before: its number may be another's", async () => {
    const { child, said } = await started(`
      const other = spawn("/bin/sh", ["-c", "sleep 300"], { detached: true, stdio: "ignore" });
      guardGroup(other.pid);
      groupEnded(other.pid);
      console.log(other.pid);
      setTimeout(() => undefined, 300_000);`);
    child.kill("SIGKILL");
    const left = await gone(() => processesOf(dir).filter((line) => !line.includes("sleep 300")), 30_000);
    expect(left).toEqual([]);
    expect(processesOf(dir)).toContainEqual(expect.stringMatching(new RegExp(`^${said} `)));
    process.kill(-Number(said), "SIGKILL");
  });
});

test("a file of a process that is gone is swept once it is old; one of a living process, or a young one, stays", () => {
  const folder = (name: string, ageMs: number): string => {
    const path = join(dir, name);
    mkdirSync(path);
    const time = new Date(Date.now() - ageMs);
    utimesSync(path, time, time);
    return path;
  };
  // Linux's process ids end below 2^22.
  const [old, young] = [folder("tailgate-private-4194305-a", 3_600_000), folder("tailgate-private-4194305-b", 1000)];
  const [living, other] = [
    folder(`tailgate-private-${process.pid}-c`, 3_600_000),
    folder("private-4194305-d", 3_600_000),
  ];
  sweepPrivateFiles(dir);
  expect([old, young, living, other].map((path) => existsSync(path))).toEqual([false, true, true, true]);
});
