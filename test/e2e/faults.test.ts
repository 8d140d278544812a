// What a run says of itself when its generator is killed or stopped, or its service goes away: never a pass, and what
// was seen is kept.

import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Recording } from "../../lib/core/recording.ts";
import { fakeServer } from "../../runner/testing/fake-server.ts";
import { expectEveryEndpointRight } from "../support/every-endpoint.ts";
import { expectJudged } from "../support/judged.ts";
import { filesWith, gone, processesOf } from "../support/left-behind.ts";
import { mortalService } from "../support/mortal-service.ts";
import { onlyRecording } from "../support/only-recording.ts";
import { engines } from "../support/real-k6.ts";
import { stubAnswer } from "../support/stub-service.ts";
import { alive, type Started, startTailgate } from "../support/tailgate-process.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
});
afterAll(() => rm(dir, { recursive: true }));

const noK6 = engines.some((e) => e.engine === "k6" && e.skip);
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

interface Gate {
  readonly run: Started;
  /** Its TMPDIR, which is nobody else's. */
  readonly folder: string;
  /** The one recording it has left. */
  only(): Promise<Recording>;
}

async function gate(env: Readonly<Record<string, string>>, scenario = "baseline"): Promise<Gate> {
  const folder = await mkdtemp(join(dir, "run-"));
  const results = join(folder, "results");
  const run = startTailgate(["gate", scenario, "--label", "faults"], {
    RESULTS_DIR: results,
    TMPDIR: folder,
    WARMUP: "0s",
    ...env,
  });
  return { run, folder, only: () => onlyRecording(results, "faults") };
}

/** Polls: there is nothing to listen to. The test's own time limit ends it. */
async function until(seen: () => boolean): Promise<void> {
  while (!seen()) await delay(5);
}
const seen = (recording: Recording): number => recording.endpoints.reduce((sum, e) => sum + e.count, 0);

/** Stops the generator for longer than any rule forgives. */
async function freeze(pid: number): Promise<void> {
  process.kill(pid, "SIGSTOP");
  await delay(2700);
  process.kill(pid, "SIGCONT");
}

// The two engines beside each other: most of the time they only wait.
describe.concurrent("a run whose generator or service goes away", { timeout: 150_000 }, () => {
  test.skipIf(noK6)(
    "k6 stands still, then is killed: two reasons for no verdict, and what it saw is kept",
    async () => {
      const { command } = await mortalService(dir, "frozen");
      const { run, folder, only } = await gate({
        ENGINE: "k6",
        CMD: command,
        DURATION: "60s",
        HEADERS: "Authorization: Bearer hunter22",
      });
      await run.saw("req/s");
      // k6 has read the headers: nothing that could outlive a killed command is left on the disk.
      expect(filesWith("hunter22", folder)).toEqual([]);
      const k6 = generator(run, "k6");
      await freeze(k6);
      await run.sawAgain("req/s");
      process.kill(k6, "SIGKILL");
      const { code, out } = await run.ended;
      expect(code).toBe(4);
      expect(out).toContain("SIGKILL");
      const recording = await only();
      expect(recording.partial).toBe(true);
      expect(recording.durationMs).toBeLessThan(60_000);
      expect(seen(recording)).toBeGreaterThan(0);
      expect(recording.generator.longestGapMs).toBeGreaterThan(2500);
      expect(reasons(recording)).toEqual(
        expect.arrayContaining(["generator-ended: invalid", "generator-frozen: invalid"]),
      );
    },
  );

  describe.each(engines)("$engine", ({ engine, skip }) => {
    test.skipIf(skip)("the service is gone, the run ends early, and nothing is called a reset", async () => {
      const server = await fakeServer(stubAnswer);
      const { run, only } = await gate({ ENGINE: engine, DURATION: "60s", BASE_URL: server.url });
      await run.saw("req/s");
      if (engine === "runner") {
        await freeze(generator(run, engine));
        await run.sawAgain("req/s");
      }
      await server.close();
      const { code, out } = await run.ended;
      expect(code).toBe(4);
      expect(out).toContain("the service was gone");
      expect(out).not.toContain("cannot handle concurrent requests");
      const recording = await only();
      expect(recording.partial).toBe(true);
      expect(recording.durationMs).toBeLessThan(60_000);
      expect(reasons(recording)).toContain("service-gone: invalid");
      if (engine === "runner") expect(reasons(recording)).toContain("generator-frozen: invalid");
    });

    test.skipIf(skip)("a command that is killed leaves no process and no secret", async () => {
      const { command } = await mortalService(dir, `killed-${engine}`);
      const { run, folder } = await gate({
        ENGINE: engine,
        CMD: command,
        DURATION: "60s",
        HEADERS: "Authorization: Bearer hunter22",
      });
      await (engine === "k6" ? until(() => filesWith("hunter22", folder).length > 0) : run.saw("at rest"));
      await until(() => processesOf(folder).length > (engine === "k6" ? 3 : 2));
      run.child.kill("SIGKILL");
      expect(await gone(() => processesOf(folder), 30_000)).toEqual([]);
      expect(filesWith("hunter22", folder)).toEqual([]);
      expect(await readdir(folder)).toEqual(["results"]);
    });
  });

  test("a process that CMD left behind does not keep the command, though it holds its standard error", async () => {
    const { command } = await mortalService(dir, "parent");
    const pidFile = join(dir, "left");
    const { run, only } = await gate(
      { ENGINE: "runner", CMD: `setsid sleep 300 & echo $! > "${pidFile}"; ${command}` },
      "smoke",
    );
    const { code } = await run.ended;
    const left = Number(readFileSync(pidFile, "utf8"));
    expect(alive(left)).toBe(true);
    process.kill(left, "SIGKILL");
    const recording = await only();
    expectJudged(code, recording, "gate");
    expect(recording.partial).toBe(false);
    expectEveryEndpointRight(recording);
  });
});
