// What a run says of itself when its generator is killed or stopped, or its service goes away: never a pass, and what
// was seen is kept.

import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Recording } from "../../lib/core/recording.ts";
import { readRecording, recordingPaths } from "../../lib/node/recording-file.ts";
import { engines } from "../support/real-k6.ts";
import { type Started, startTailgate } from "../support/tailgate-process.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
});
afterEach(() => rm(dir, { recursive: true }));

const only = async (): Promise<Recording> => {
  const [path, ...more] = await recordingPaths(join(dir, "results"), "baseline");
  expect(more).toEqual([]);
  return readRecording(path ?? "");
};
const reasons = ({ validity }: Recording): string[] => validity.reasons.map((r) => `${r.rule}: ${r.severity}`);

/** The process that makes the load: the command itself, or its k6. */
const generator = (run: Started, engine: "k6" | "runner"): number => {
  const pid = run.child.pid ?? 0;
  if (engine === "runner") return pid;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
  const k6 = children.find((child) => readFileSync(`/proc/${child}/comm`, "utf8").trim() === "k6");
  if (k6 === undefined) throw new Error("k6 does not run");
  return k6;
};

const gate = (env: Readonly<Record<string, string>>): Started =>
  startTailgate(["gate", "baseline", "--label", "baseline"], {
    RESULTS_DIR: join(dir, "results"),
    TMPDIR: dir,
    WARMUP: "0s",
    ...env,
  });
const secrets = async (): Promise<string[]> => (await readdir(dir)).filter((name) => name.includes("private"));

describe.skipIf(engines.some((e) => e.engine === "k6" && e.skip))("with k6", () => {
  test.each(["SIGKILL", "SIGINT"] as const)("a k6 that somebody ends with %s is no run", async (signal) => {
    const run = gate({ ENGINE: "k6", DURATION: "60s", HEADERS: "Authorization: Bearer hunter22" });
    await run.saw("req/s");
    // k6 has read the headers: nothing that could outlive a killed command is left on the disk.
    expect(await secrets()).toEqual([]);
    process.kill(generator(run, "k6"), signal);
    const { code, out } = await run.ended;
    expect(code).toBe(4);
    expect(out).toContain(signal === "SIGKILL" ? "SIGKILL" : "something interrupted it");
    const recording = await only();
    expect(recording.partial).toBe(true);
    expect(recording.durationMs).toBeLessThan(60_000);
    expect(recording.endpoints.reduce((sum, e) => sum + e.count, 0)).toBeGreaterThan(0);
    expect(reasons(recording)).toContain("generator-ended: invalid");
  });
});

describe.each(engines)("with $engine", ({ engine, skip }) => {
  test.skipIf(skip)("a generator that stood still for seconds is no generator of a closed load", async () => {
    const run = gate({ ENGINE: engine, DURATION: "12s" });
    await run.saw("req/s");
    const pid = generator(run, engine);
    process.kill(pid, "SIGSTOP");
    await delay(4000);
    process.kill(pid, "SIGCONT");
    const { code } = await run.ended;
    expect(code).toBe(4);
    const recording = await only();
    expect(recording.generator.longestGapMs).toBeGreaterThan(3000);
    expect(reasons(recording)).toContain("generator-frozen: invalid");
  });

  test.skipIf(skip)(
    "a service that nobody finds any more ends the run early, and nothing is called a reset",
    async () => {
      const server = await listening();
      const run = gate({ ENGINE: engine, DURATION: "60s", BASE_URL: server.url });
      await run.saw("req/s");
      server.server.close();
      server.server.closeAllConnections();
      const { code, out } = await run.ended;
      expect(code).toBe(4);
      expect(out).toContain("the service was gone");
      expect(out).not.toContain("cannot handle concurrent requests");
      const recording = await only();
      expect(recording.partial).toBe(true);
      expect(recording.durationMs).toBeLessThan(60_000);
      expect(reasons(recording)).toContain("service-gone: invalid");
    },
  );
});

const answer = { label: "ham", score: 0.9 };
const listening = (): Promise<{ server: Server; url: string }> =>
  new Promise((resolve) => {
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const json: unknown = body === "" ? {} : JSON.parse(body);
      const texts = typeof json === "object" && json !== null && "texts" in json ? json.texts : undefined;
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify(Array.isArray(texts) ? { predictions: texts.map(() => answer) } : { ...answer, status: "ok" }),
      );
    }).listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = address === null || typeof address === "string" ? 0 : address.port;
      resolve({ server, url: `http://127.0.0.1:${port}` });
    });
  });
