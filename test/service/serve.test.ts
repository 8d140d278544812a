// `tailgate serve` as a process: one line when it listens, in-flight requests answered on SIGTERM; and its mistakes.

import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { runCli } from "../../cli/cli.ts";
import { isRecord } from "../../lib/core/json.ts";
import { batchPredictions } from "../../lib/core/service-contract.ts";
import { builtCli } from "../support/built.ts";
import { testWorld } from "../support/test-world.ts";
import { post, withService } from "./client.ts";

interface Listening {
  readonly child: ChildProcess;
  readonly url: string;
  readonly line: Record<string, unknown>;
  readonly ended: Promise<number | null>;
}

const serve = async (args: readonly string[], env: Record<string, string> = {}): Promise<Listening> => {
  const child = spawn(process.execPath, [builtCli(), "serve", "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  for await (const text of createInterface({ input: child.stdout })) {
    const line: unknown = JSON.parse(text);
    if (!isRecord(line) || typeof line.listening !== "string") throw new Error(`unexpected line: ${text}`);
    return { child, url: line.listening, line, ended };
  }
  throw new Error("it ended before it listened");
};

const temporaryLogs = (pid: unknown): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`tailgate-service-${pid}-`));

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s under load: what is in flight is answered, then exit 0",
  async (signal) => {
    const { child, url, line, ended } = await serve(["--workers", "1"], {
      SERVICE_PROFILE: "p1",
      SERVICE_SLOWDOWN: "1.5",
    });
    expect(line).toEqual({ listening: url, profile: "p1", pid: child.pid });
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ profile: "p1", slowdown: 1.5, workers: 1 });
    expect(temporaryLogs(child.pid)).toHaveLength(1);
    const texts = Array.from({ length: 40 }, (_, i) => `Text ${i} of a batch that is in flight when the signal comes`);
    let over = false;
    const batch = post(`${url}/predict_batch`, { texts }).finally(() => {
      over = true;
    });
    // The queue shows the second request: both have been read, so both must be answered.
    const second = post(`${url}/predict_batch`, { texts });
    while (!over && !/^tailgate_queue_depth 1$/m.test(await (await fetch(`${url}/metrics`)).text()));
    child.kill(signal);
    for (const answer of [await batch, await second]) {
      expect(answer.status).toBe(200);
      expect(batchPredictions(answer.json)).toHaveLength(40);
    }
    expect(await ended).toBe(0);
    expect(temporaryLogs(child.pid)).toEqual([]);
  },
);

test("a port that is taken: a clear line, a hint, exit 2", async () => {
  await withService({}, async ({ url }) => {
    const { world, seen } = testWorld();
    expect(await runCli(world, ["serve", "--port", new URL(url).port])).toBe(2);
    expect(seen.err).toMatch(/^error: port \d+ of 127\.0\.0\.1 is taken\nhint: Choose another port/);
    expect(seen.out).toBe("");
  });
});

test.each([
  [["--profile", "p9"], {}, 'no service profile "p9"'],
  [[], { SERVICE_PROFILE: "fast" }, 'no service profile "fast"'],
  [["--port", "http"], {}, '"http" is no port'],
  [[], { PORT: "70000" }, '"70000" is no port'],
  [[], { SERVICE_SLOWDOWN: "quick" }, '"quick" is no slowdown'],
  [["--slowdown", "0.5"], {}, '"0.5" is no slowdown'],
  [["--workers", "0"], {}, '"0" is no number of workers'],
  [["--queue", "1.5"], {}, '"1.5" is no queue length'],
])("serve %j with %j is refused", async (args, env, message) => {
  const { world, seen } = testWorld(env);
  expect(await runCli(world, ["serve", ...args])).toBe(2);
  expect(seen.err).toContain(message);
  expect(seen.err).toContain("hint: ");
});

test("an interrupt in process ends it with 0 and one line of output", async () => {
  const { world, seen, interrupt } = testWorld({ PORT: "0" });
  const ended = runCli(world, ["serve"]);
  interrupt();
  expect(await ended).toBe(0);
  expect(seen.out).toMatch(/^\{"listening":"http:\/\/127\.0\.0\.1:\d+","profile":"baseline","pid":\d+\}\n$/);
});
