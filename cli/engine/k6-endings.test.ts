// How a k6 may come to its end, played by a small script in its place: what the outcome says of it, and that no k6,
// however stubborn, outlives its run.

import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testWorld } from "../../test/support/test-world.ts";
import type { EngineRunning } from "./engine.ts";
import { k6Engine } from "./k6-engine.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
});
afterEach(() => rm(dir, { recursive: true }));

const SAMPLES = `echo "metric_name,timestamp,metric_value,tags"`;

/** A run of a k6 that does this; `samples` counts the lines it gave. */
async function runOf(does: string): Promise<{ running: EngineRunning; stop: AbortController; notices: string[] }> {
  const path = join(dir, "k6");
  await writeFile(path, `#!/bin/sh\n${SAMPLES}\n${does}\n`);
  await chmod(path, 0o755);
  const stop = new AbortController();
  const notices: string[] = [];
  const running = k6Engine(path, "v0", "a test").run({
    script: "script.js",
    env: {},
    headers: {},
    onSample: () => undefined,
    onNotice: (line) => notices.push(line),
    signal: stop.signal,
    world: testWorld().world,
  });
  return { running, stop, notices };
}
const outcomeOf = async (does: string) => (await runOf(does)).running.outcome;

test("an end that nobody asked for is named, whichever it was", async () => {
  expect(await outcomeOf("kill -KILL $$")).toMatchObject({ died: "SIGKILL" });
  expect(await outcomeOf("kill -SEGV $$")).toMatchObject({ died: "SIGSEGV" });
  expect(await outcomeOf("exit 105")).toMatchObject({ died: "exit code 105: something interrupted it" });
  expect(await outcomeOf("echo 'panic: out of memory' >&2; exit 2")).toMatchObject({
    died: "exit code 2: panic: out of memory",
  });
});

test("an end of its own is none: 0, and k6's own codes", async () => {
  expect(await outcomeOf("exit 0")).not.toHaveProperty("died");
  const threw = await outcomeOf("exit 107");
  expect(threw).toMatchObject({ exitCode: 107, problem: "k6 ended with code 107" });
  expect(threw).not.toHaveProperty("died");
});

test("an end that the user asked for is none either", async () => {
  const { running, stop, notices } = await runOf(
    `trap 'exit 105' INT; echo '{"level":"info","msg":"up"}' >&2; while :; do sleep 0.05; done`,
  );
  await expect.poll(() => notices).toEqual(["k6 info: up"]);
  stop.abort();
  const outcome = await running.outcome;
  expect(outcome.exitCode).toBe(105);
  expect(outcome).not.toHaveProperty("died");
});

test("one that does not end is killed, and the outcome says why", async () => {
  const { running, stop, notices } = await runOf(
    `trap '' INT; echo '{"level":"info","msg":"up"}' >&2; while :; do sleep 0.05; done`,
  );
  await expect.poll(() => notices).toEqual(["k6 info: up"]);
  stop.abort();
  running.kill("it did not end when the run was over, and was killed");
  expect(await running.outcome).toMatchObject({ died: "it did not end when the run was over, and was killed" });
});

test("of a line of its log no more is kept than a stack trace needs", async () => {
  const { running, notices } = await runOf("head -c 3000000 /dev/zero | tr '\\\\0' x >&2; exit 107");
  expect((await running.outcome).problem?.length).toBeLessThanOrEqual(64 * 1024);
  expect(notices).toEqual([]);
});
