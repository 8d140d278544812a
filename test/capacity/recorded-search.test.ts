// A search as the command runs it: the embedded runner, a real service, recordings on disk. What it finds depends on
// the machine and is not asserted; that everything is there and stopped is.

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordCapacity, usualLoad } from "../../cli/capacity/record-capacity.ts";
import { searchPlan } from "../../lib/core/capacity/search-plan.ts";
import { poissonArrivals } from "../../lib/core/load/poisson.ts";
import { readRecording } from "../../lib/node/recording-file.ts";
import { type FaultyService, startFaultyService } from "../support/faulty-service/service.ts";
import { testWorld } from "../support/test-world.ts";

let dir = "";
let service: FaultyService;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-capacity-"));
  service = await startFaultyService({ serviceMs: 4, perTextMs: 0 });
});
afterAll(async () => {
  await service.close();
  await rm(dir, { recursive: true, force: true });
});

const search = async (unit: "users" | "ratePerSec") => {
  const { world, seen } = testWorld({ ENGINE: "runner", RESULTS_DIR: dir, THINK_TIME: "0s", WARMUP: "500ms" }, true);
  const times = { warmUpMs: 1000, climbMs: 1500, confirmMs: 3000, blockMs: 500, budgetMs: 60_000 };
  const plan = searchPlan("quick", unit, {
    ...times,
    start: unit === "users" ? 2 : 40,
    cap: unit === "users" ? 2 : 40,
  });
  const { report, setting } = await recordCapacity(world, plan, unit, { kind: "url", url: service.url }, usualLoad);
  return { report, setting, said: seen.err };
};

describe.concurrent("a recorded search", () => {
  test("in users records every probe as a run of its load", async () => {
    const { report, setting, said } = await search("users");
    const files = (await readdir(join(dir, "users"))).filter((name) => name.endsWith(".recording.json"));
    expect(report.entries.length).toBeGreaterThan(0);
    // The warm-up is a probe too, though it is not judged.
    expect(files).toHaveLength(report.entries.length + 1);
    const recording = await readRecording(join(dir, "users", files[0] ?? ""));
    expect(recording).toMatchObject({ scenario: "capacity", load: { model: "closed", users: 2 } });
    expect(setting).toMatchObject({ engine: { name: "runner" }, target: { url: service.url, profile: "faulty" } });
    expect(said).toContain("climb 2 users for");
  });
  test("in requests/s sends the Poisson schedule it intended", async () => {
    const { report } = await search("ratePerSec");
    const files = (await readdir(join(dir, "ratePerSec"))).filter((name) => name.endsWith(".recording.json"));
    const recording = await readRecording(join(dir, "ratePerSec", files.at(-1) ?? ""));
    expect(recording.load).toMatchObject({ model: "open", ratePerSec: 40 });
    // Every arrival of its schedule, sent or dropped, however slow the machine is.
    const sent = recording.endpoints.flatMap((e) => e.windows).reduce((sum, w) => sum + w.n, 0);
    const planMs = recording.warmupMs + recording.durationMs;
    const due = poissonArrivals(recording.seed ?? 0, 40, planMs).length;
    expect(due).toBeGreaterThan(planMs / 50);
    expect(Math.abs(sent + recording.generator.dropped - due)).toBeLessThanOrEqual(1);
    expect(recording.generator.sendLagMsP99).not.toBeNull();
    expect(report.plan.unit).toBe("ratePerSec");
  });
});
