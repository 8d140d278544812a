// A run that waits for its start and is told over HTTP, on two engines: what k6-operator relies on.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "../../cli/target/free-port.ts";
import { builtCli } from "../support/built.ts";
import { findK6 } from "./engines.ts";

const script = `
import { sleep } from "k6";
export const options = { vus: 2, duration: "60s" };
export function setup() { console.log("setup runs"); }
export function teardown() { console.log("teardown runs"); }
export default function () { console.log("iterating"); sleep(0.1); }
`;

const runner = ["node", builtCli(), "k6", "run"];
const commands: [string, readonly string[]][] = [
  ["runner", runner],
  ["runner on two threads", [...runner, "--threads", "2"]],
  ...(findK6() === undefined
    ? []
    : [["k6", [process.env.K6_BIN || "k6", "run"]] satisfies [string, readonly string[]]]),
];

const PATIENCE = { timeout: 30_000, interval: 100 };

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-paused-"));
  await writeFile(join(dir, "waits.js"), script);
});
afterAll(() => rm(dir, { recursive: true }));

interface Waiting {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  log(): string;
  status(): Promise<unknown>;
  patch(body: string): Promise<{ readonly code: number; readonly json: unknown }>;
}

const change = (attributes: Record<string, boolean>): string =>
  JSON.stringify({ data: { attributes, id: "default", type: "status" } });

async function startPaused([program = "", ...args]: readonly string[]): Promise<Waiting> {
  const port = await freePort();
  const child = spawn(program, [...args, "--quiet", "--paused", `--address=127.0.0.1:${port}`, join(dir, "waits.js")]);
  let log = "";
  child.stderr.on("data", (text: Buffer) => {
    log += text.toString();
  });
  const at = `http://127.0.0.1:${port}/v1/status`;
  const waiting: Waiting = {
    child,
    ended: new Promise((resolve) => child.once("close", resolve)),
    log: () => log,
    status: async () => (await fetch(at)).json(),
    patch: async (body) => {
      const response = await fetch(at, { method: "PATCH", body });
      return { code: response.status, json: await response.json() };
    },
  };
  await expect
    .poll(() => waiting.status().catch(() => undefined), { timeout: 30_000 })
    .toMatchObject({
      data: { type: "status", id: "default", attributes: { status: 4, paused: true, "vus-max": 2, running: false } },
    });
  return waiting;
}

describe.each(commands)("%s", (_, command) => {
  test.concurrent("waits before setup, runs when told, cannot be paused then, and ends with 103 when stopped", async () => {
    const run = await startPaused(command);
    expect(run.log()).not.toContain("setup runs");
    expect((await run.patch("no JSON")).code).toBe(400);
    expect((await run.patch(change({ paused: false }))).code).toBe(200);
    await vi.waitFor(() => expect(run.log()).toContain("iterating"), PATIENCE);
    expect(await run.status()).toMatchObject({ data: { attributes: { status: 7, paused: false, running: true } } });
    expect(await run.patch(change({ paused: true }))).toMatchObject({
      code: 500,
      json: { errors: [{ status: "500", title: "Pause error" }] },
    });
    expect((await run.patch(change({ stopped: true }))).json).toMatchObject({
      data: { attributes: { stopped: true } },
    });
    expect(await run.ended).toBe(103);
    expect(run.log()).toContain("teardown runs");
  });

  test.concurrent("that is interrupted while it waits ends with 105, and neither setup nor teardown runs", async () => {
    const run = await startPaused(command);
    run.child.kill("SIGINT");
    expect(await run.ended).toBe(105);
    expect(run.log()).not.toMatch(/setup runs|teardown runs/);
  });

  test.concurrent("cannot listen where another does: 106", async () => {
    const run = await startPaused(command);
    const [program = "", ...args] = command;
    const taken = run.child.spawnargs.find((argument) => argument.startsWith("--address=")) ?? "";
    const second = spawn(program, [...args, "--quiet", "--paused", taken, join(dir, "waits.js")], { stdio: "ignore" });
    expect(await new Promise((resolve) => second.once("close", resolve))).toBe(106);
    run.child.kill("SIGINT");
    await run.ended;
  });
});
