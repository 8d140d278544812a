// `tailgate profile` as a person runs it: the reference service under load, its profile, and no recording.

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTailgate } from "../support/tailgate-process.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
});
afterEach(() => rm(dir, { recursive: true }));

const load = (): Record<string, string> => ({ ENGINE: "runner", RESULTS_DIR: dir, USERS: "4", WARMUP: "1s" });

test("the baseline's four problems are found in the order of their cost, and the files are saved", async () => {
  const { code, out, err } = await startTailgate(["profile", "--json"], { ...load(), DURATION: "8s" }).ended;
  expect(err).not.toContain("error:");
  expect(code).toBe(0);
  const report = JSON.parse(out);
  const guide = ["blocking-inference", "per-item-batching", "repeated-features", "synchronous-logging"];
  const found: { id: string; costUs: number }[] = report.analysis.findings.filter(({ id }: { id: string }) =>
    guide.includes(id),
  );
  expect(new Set(found.map(({ id }) => id))).toEqual(new Set(guide));
  // Which of two small ones is larger, a run of seconds cannot tell; that they stand by cost, it can.
  expect(found.slice(0, 2).map(({ id }) => id)).toEqual(guide.slice(0, 2));
  expect(found.map(({ costUs }) => costUs)).toEqual(found.map(({ costUs }) => costUs).sort((x, y) => y - x));
  expect(report.views.self[0].function.file).toMatch(/service\/model\/\w+\.ts$/);
  expect(report.sampleCount).toBeGreaterThan(100);
  expect(report.load).toMatchObject({ scenario: "baseline", serviceProfile: "baseline", users: 4 });
  expect(report.load.requests).toBeGreaterThan(0);
  expect(report.overhead.profiled.requests).toBe(report.load.requests);
  expect(report.overhead.before.requests).toBeGreaterThan(0);
  expect(report.roadmap[0]).toMatchObject({ id: "P1" });
  // Profiles only: latencies of a profiled run are no recording.
  const files = await readdir(join(dir, "profile"));
  expect(files.sort()).toEqual([
    "profile.collapsed.txt",
    "profile.cpuprofile",
    "profile.main.cpuprofile",
    "profile.pb.gz",
    "profile.speedscope.json",
    "profile.svg",
  ]);
});

test("Ctrl-C ends it without a profile and without leaving the service behind", async () => {
  const { child, ended, saw } = startTailgate(["profile"], { ...load(), DURATION: "60s" });
  await saw("profiler: attached to process ");
  child.kill("SIGINT");
  const { code, err } = await ended;
  expect(code).toBe(105);
  const pid = Number(/attached to process (\d+)/.exec(err)?.[1]);
  expect(() => process.kill(pid, 0)).toThrow();
});
