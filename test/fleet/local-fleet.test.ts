// Real processes that share a load: together they send what one would, and one that is lost is never a pass.

import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseRecording } from "../../lib/node/recording-file.ts";
import { engines } from "../support/real-k6.ts";
import { alive, type Started, startTailgate } from "../support/tailgate-process.ts";
import { type AskedService, askedService, numberedOf, numbersOf } from "./plan-requests.ts";

let dir: string;
let service: AskedService;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-fleet-"));
  service = await askedService();
});
afterEach(async () => {
  await service.close();
  await rm(dir, { recursive: true });
});

const fleet = (args: readonly string[], env: Readonly<Record<string, string>>): Started =>
  startTailgate(["fleet", "run", ...args], { RESULTS_DIR: join(dir, "results"), BASE_URL: service.url, ...env });

/** Of the processes that the command started, those that are shards, in order. */
const shardsOf = (run: Started): readonly number[] =>
  readFileSync(`/proc/${run.child.pid}/task/${run.child.pid}/children`, "utf8")
    .trim()
    .split(" ")
    .flatMap((pid) => {
      const shard = /instance_id=(\d+)/.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.[1];
      return shard === undefined ? [] : [{ pid: Number(pid), shard: Number(shard) }];
    })
    .sort((a, b) => a.shard - b.shard)
    .map(({ pid }) => pid);

interface Load {
  readonly scenario: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether its request numbers have no holes. */
  readonly whole: boolean;
  /** Requests that may have been under way when the load ended: asked, and in no count. */
  readonly underWay: number;
}

const base = { WARMUP: "0s", DURATION: "2s", REPEAT_SHARE: "0", SEED: "7" };
const loads: [string, Load][] = [
  ["open", { scenario: "baseline", env: { ...base, RATE: "20" }, whole: true, underWay: 0 }],
  ["Poisson", { scenario: "baseline", env: { ...base, RATE: "20", ARRIVALS: "poisson" }, whole: true, underWay: 0 }],
  ["counted", { scenario: "smoke", env: { ...base, DURATION: "60s", USERS: "3" }, whole: true, underWay: 0 }],
  ["closed", { scenario: "baseline", env: { ...base, USERS: "4", THINK_TIME: "100ms" }, whole: false, underWay: 4 }],
];

const kinds = { k6: loads, runner: loads.filter(([name]) => name === "open" || name === "closed") };

describe.each(engines.map((e) => [e.engine, e.skip] as const))("three processes of %s", (engine, skip) => {
  test.skipIf(skip).each(kinds[engine])(
    "send the requests of one, none twice: %s",
    async (_, { scenario, env, whole, underWay }) => {
      const { code, out, err } = await fleet([scenario, "--local", "3", "--json"], { ...env, ENGINE: engine }).ended;
      const recording = parseRecording(out, "stdout");
      const { fleet: record, endpoints } = recording;
      expect(record, err).toMatchObject({
        shards: 3,
        missing: [],
        doubled: [],
        lost: [],
        differences: [],
        sentTwice: 0,
      });
      expect(record?.members.map((m) => [m.shard, m.exitCode, m.partial])).toEqual([1, 2, 3].map((n) => [n, 0, false]));
      const { numbers, unknown } = await numbersOf(service.asked, scenario, { ...env, SEED: env.SEED ?? "1" });
      expect(unknown).toEqual([]);
      expect(new Set(numbers).size).toBe(numbers.length);
      const count = endpoints.reduce((sum, e) => sum + e.count, 0);
      expect(record?.members.reduce((sum, m) => sum + m.requests, 0)).toBe(count);
      // Every request with rows that was counted came from the plan; few others did.
      const counted = endpoints.filter((e) => e.rows !== null).reduce((sum, e) => sum + e.count, 0);
      expect(counted).toBeGreaterThan(0);
      expect(numbers.length).toBeGreaterThanOrEqual(counted);
      expect(numbers.length).toBeLessThanOrEqual(counted + underWay);
      const { dropped } = recording.generator;
      if (whole && dropped === 0) expect(numbers).toEqual(numberedOf(scenario, env, count));
      else if (whole) expect(numberedOf(scenario, env, count + dropped)).toEqual(expect.arrayContaining([...numbers]));
      // Whether the machine was quiet enough is its own affair; that exit code and verdict agree is not.
      expect(code === 4).toBe(recording.validity.verdict === "invalid");
      expect(recording.validity.reasons.map((r) => r.rule).filter((rule) => rule.startsWith("shards-"))).toEqual([]);
    },
  );
});

describe("a fleet", () => {
  test.each([
    ["is killed", (pid: number) => process.kill(pid, "SIGKILL"), "killed by SIGKILL"],
    ["is ended", (pid: number) => process.kill(pid, "SIGTERM"), "it was told to end"],
  ])("one of whose processes %s exits 4 and names it; the others end too", async (_, end, how) => {
    const run = fleet(["baseline", "--local", "2"], { ...base, ENGINE: "runner", RATE: "5", DURATION: "120s" });
    await run.saw("2 processes started");
    const pids = shardsOf(run);
    expect(pids).toHaveLength(2);
    end(pids[1] ?? 0);
    const { code, out, err } = await run.ended;
    expect(code, err).toBe(4);
    expect(out + err).toMatch(new RegExp(`shard 2 \\(process ${pids[1]}\\): .*${how}`));
    expect(pids.filter(alive)).toEqual([]);
  });

  test("whose service is gone ends soon: 4", async () => {
    const run = fleet(["baseline", "--local", "2"], { ...base, ENGINE: "runner", RATE: "5", DURATION: "120s" });
    await run.saw("2 processes started");
    const pids = shardsOf(run);
    await service.close();
    const { code, out, err } = await run.ended;
    expect(code, err).toBe(4);
    expect(out + err).toContain("every connection was refused for the last");
    expect(pids.filter(alive)).toEqual([]);
  });

  test("that is interrupted keeps what it saw: 105", async () => {
    const run = fleet(["baseline", "--local", "2"], { ...base, ENGINE: "runner", RATE: "5", DURATION: "120s" });
    await run.saw("2 processes started");
    const pids = shardsOf(run);
    run.child.kill("SIGINT");
    expect((await run.ended).code).toBe(105);
    expect(pids.filter(alive)).toEqual([]);
  });

  test("of more processes than users is refused before anything is sent", async () => {
    const { code, err } = await fleet(["smoke", "--local", "2"], { ENGINE: "runner" }).ended;
    expect(code).toBe(2);
    expect(err).toContain("it has 1 user");
  });
});
