// A comparison of two commands that the suite starts and stops, as a person makes it: to a verdict, to an early end, and
// with services that die. What the verdict is depends on the machine; that the exit code says the same does not.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type MortalService, mortalService } from "../support/mortal-service.ts";
import { engines } from "../support/real-k6.ts";
import { alive, startTailgate } from "../support/tailgate-process.ts";

let dir: string;
let old: MortalService;
let after: MortalService;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
  old = await mortalService(dir, "old");
  after = await mortalService(dir, "new");
});
afterEach(() => rm(dir, { recursive: true }));

const env = (more: Record<string, string> = {}): Record<string, string> => ({
  ENGINE: "runner",
  PRESET: "quick",
  DURATION: "1s",
  WARMUP: "0s",
  REST: "0",
  RESULTS_DIR: join(dir, "results"),
  BASELINE_CMD: old.command,
  CMD: after.command,
  ...more,
});

const lives = async (): Promise<readonly number[]> => [...(await old.pids()), ...(await after.pids())];

/** Every service that was started is gone; at least one was. */
const expectNoOrphans = async (): Promise<void> => {
  const pids = await lives();
  expect(pids.length).toBeGreaterThan(0);
  expect(pids.filter(alive)).toEqual([]);
};

const savedComparison = async (): Promise<unknown> => {
  const folder = join(dir, "results", "after");
  const name = (await readdir(folder)).find((file) => file.endsWith(".comparison.json"));
  return JSON.parse(await readFile(join(folder, name ?? "no comparison"), "utf8"));
};

const exitOf: Readonly<Record<string, number>> = {
  regressed: 1,
  improved: 0,
  "no-change": 0,
  inconclusive: 3,
  invalid: 4,
};

describe("two commands", () => {
  test("run at the same time by the embedded runner end in a verdict that the exit code repeats", async () => {
    const { code, out, err } = await startTailgate(["compare", "--duet", "--looks", "6", "--strict", "--json"], env())
      .ended;
    const comparison: unknown = JSON.parse(out);
    expect(comparison).toMatchObject({
      verdict: expect.stringMatching(/^(regressed|improved|no-change|inconclusive|invalid)$/),
      design: { kind: "duet", plannedLooks: [6], interrupted: false },
    });
    expect(await savedComparison()).toEqual(comparison);
    const { verdict } = JSON.parse(out);
    expect(code).toBe(exitOf[String(verdict)]);
    expect(err).toContain("pair 1: both at once (0 of 6 so far)");
    // Once for the answers at rest, once for each pair.
    expect((await old.pids()).length).toBeGreaterThan(1);
    expect((await old.pids()).length).toBe((await after.pids()).length);
    await expectNoOrphans();
  });

  for (const { engine, skip } of engines) {
    test.skipIf(skip)(`are gone after Ctrl-C in the middle of a run of ${engine}`, async () => {
      const run = startTailgate(["compare"], env({ ENGINE: engine, DURATION: "60s" }));
      await run.saw("pair 1: ");
      run.child.kill("SIGINT");
      const { code, err } = await run.ended;
      expect(err).toContain("interrupted before the first pair was complete");
      expect(code).toBe(105);
      await expectNoOrphans();
    });
  }

  test("are gone after Ctrl-C while they start, which is no failure of theirs", async () => {
    const pidFile = join(dir, "pid");
    const run = startTailgate(["compare"], env({ BASELINE_CMD: `echo $$ > ${pidFile}; exec sleep 600` }));
    await run.saw("at rest");
    run.child.kill("SIGINT");
    const { code, err } = await run.ended;
    expect(err).toContain("error: interrupted");
    expect(err).not.toContain("no healthy service");
    expect(code).toBe(105);
    // Empty when the shell was stopped before it could say.
    const pid = Number(await readFile(pidFile, "utf8").catch(() => "0"));
    expect(pid > 0 && alive(pid)).toBe(false);
    // The other side is started at the same time, and may have come up.
    expect((await lives()).filter(alive)).toEqual([]);
  });
});

describe("a command", () => {
  test("that crashes at once is named by its variable, with its last words", async () => {
    const { code, err } = await startTailgate(["compare"], env({ CMD: "echo no such model >&2; exit 3" })).ended;
    expect(err).toContain("error: the service of CMD ended before it was ready (exit code 3):\n  no such model\n");
    expect(code).toBe(2);
    await expectNoOrphans();
  });

  test.each(["old", "new"])("that dies under load (the %s version) is no measurement of either side", async (which) => {
    // Three batches are asked before the load, one of each size.
    const dying = await mortalService(dir, which, 4);
    if (which === "old") old = dying;
    else after = dying;
    const { code, out, err } = await startTailgate(["compare", "--duet", "--looks", "6"], env()).ended;
    const side = which === "old" ? "A" : "B";
    const why = `does not count: .*${side}: .*the service ended during the run: exit code 7, out of cheese`;
    expect(err).toMatch(new RegExp(why));
    expect(out).toMatch(/^INVALID: /m);
    expect(code).toBe(4);
    await expectNoOrphans();
  });
});
