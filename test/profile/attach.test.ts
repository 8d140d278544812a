// The inspector against real Node processes: a known hot function, a worker thread, a process that must be asked by
// signal, and what must not be attached to.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { analyse } from "../../lib/core/profile/analysis.ts";
import type { TreeProfile } from "../../lib/core/profile/profile.ts";
import { viewsOf } from "../../lib/core/profile/views.ts";
import { attach } from "../../lib/node/profile/attach-node.ts";
import { findInspector } from "../../lib/node/profile/inspector-target.ts";
import { processListeningOn } from "../../lib/node/profile/listening-ports.ts";
import { testWorld } from "../support/test-world.ts";

const SERVICE = fileURLToPath(new URL("hot-service.mjs", import.meta.url));
/** Enough busy time that a share of it is within five points even where other programs take turns. */
const REQUESTS = 200;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

interface Started {
  readonly port: number;
  readonly pid: number;
  /** The inspector's address, from the line that Node prints when it has one. */
  readonly inspector: Promise<string>;
}

const firstLine = (stream: NodeJS.ReadableStream | null, wanted: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    if (stream === null) return reject(new Error("no stream"));
    const lines = createInterface({ input: stream });
    lines.on("line", (line) => {
      const found = wanted.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    lines.on("close", () => reject(new Error("the service ended")));
  });

async function start(nodeArguments: readonly string[], env: Record<string, string> = {}): Promise<Started> {
  const child = spawn(process.execPath, [...nodeArguments, SERVICE], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  children.push(child);
  const inspector = firstLine(child.stderr, /listening on (ws:\S+)/);
  inspector.catch(() => undefined);
  const port = Number(await firstLine(child.stdout, /"port":(\d+)/));
  return { port, pid: child.pid ?? 0, inspector };
}

const request = async (port: number): Promise<void> => {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  await response.text();
};

/** Profiles a service while it answers `REQUESTS` requests, after some for the compiler. */
async function profileUnderLoad(url: string, port: number): Promise<TreeProfile> {
  const attachment = await attach(url);
  try {
    for (let i = 0; i < 20; i++) await request(port);
    const running = await attachment.start({ intervalUs: 500, windowMs: 0 });
    for (let i = 0; i < REQUESTS; i++) await request(port);
    return (await running.stop()).profile;
  } finally {
    attachment.close();
  }
}

const nameOf = (profile: TreeProfile, fn: number | undefined): string | undefined => profile.functions[fn ?? -1]?.name;

// A share of samples is a random number: once in some hundred runs on a busy machine it is more than 5 points off.
describe("a service with a known hot function", { retry: 1 }, () => {
  test("has it first by self time, with its share and its callers", async () => {
    const service = await start(["--inspect=127.0.0.1:0"]);
    const profile = await profileUnderLoad(await service.inspector, service.port);
    const views = viewsOf(profile, { rows: 10, about: undefined });
    expect(views.bySelf.slice(0, 2).map((t) => nameOf(profile, t.fn))).toEqual(["hot", "cold"]);
    const [hot, cold] = views.bySelf;
    const share = (hot?.selfUs ?? 0) / ((hot?.selfUs ?? 0) + (cold?.selfUs ?? 0));
    expect(Math.abs(share - 0.75)).toBeLessThan(0.05);
    expect(hot?.samples).toBeGreaterThan(100);
    expect(views.calls[0]?.callers.map((edge) => nameOf(profile, edge.caller))).toEqual(["handle"]);
    expect(profile.functions[hot?.fn ?? -1]).toMatchObject({
      file: expect.stringContaining("hot-service.mjs"),
      line: 9,
    });
    expect(profile.source).toContain(process.version);
  });

  test("in a worker thread, it is found there", async () => {
    const service = await start(["--inspect=127.0.0.1:0"], { WORKER: "1" });
    const profile = await profileUnderLoad(await service.inspector, service.port);
    const [hot] = viewsOf(profile, { rows: 1, about: undefined }).bySelf;
    expect(nameOf(profile, hot?.fn)).toBe("hot");
    const busiest = analyse(profile, 5).threads[0];
    expect(nameOf(profile, busiest?.thread)).toBe("thread worker 1");
  });
});

test.runIf(process.platform === "linux")("a process without an inspector is asked to open one", async () => {
  const service = await start(["--inspect-port=127.0.0.1:0"]);
  expect(await processListeningOn(service.port)).toBe(service.pid);
  const attachment = await attach(await findInspector(`pid:${service.pid}`, testWorld({}, true).world));
  attachment.close();
  expect(attachment.process).toMatchObject({ pid: service.pid, runtime: `node ${process.version}` });
});

describe("what is not attached to", () => {
  test("another host", async () => {
    await expect(attach("ws://192.0.2.1:9229/x")).rejects.toThrow(/loopback only/);
  });

  test("a process that is not node: the signal would kill it", async () => {
    const child = spawn("sleep", ["30"], { stdio: "ignore" });
    children.push(child);
    await expect(findInspector(`pid:${child.pid}`, testWorld().world)).rejects.toThrow(/not node/);
    expect(child.exitCode).toBeNull();
  });

  test("a port without an inspector, and a name that is none", async () => {
    const service = await start([]);
    await expect(findInspector(String(service.port), testWorld().world)).rejects.toThrow(/no inspector answers/);
    await expect(findInspector("over there", testWorld().world)).rejects.toThrow(/cannot attach to over there/);
  });
});
