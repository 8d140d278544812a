import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readNoiseProfile, withSession, writeNoiseProfile } from "../../cli/compare/noise-file.ts";
import { type NoiseSession, noiseSession } from "../../lib/core/compare/noise-profile.ts";
import { comparePairs } from "../../lib/core/compare/pairs.ts";
import type { World } from "../../lib/core/world.ts";
import { testWorld } from "../support/test-world.ts";
import { pairsOf, tenPairs } from "./synthetic-pairs.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

const session = noiseSession(comparePairs(pairsOf(10, 1), tenPairs));

const addNoiseSession = async (world: World, hostId: string, added: NoiseSession) => {
  const profile = await withSession(world, hostId, added);
  return { path: await writeNoiseProfile(world, profile), profile };
};

test("a profile grows by a session and is read back as it was written", async () => {
  const { world } = testWorld({ RESULTS_DIR: dir });
  expect(await readNoiseProfile(world, "host-1")).toBeNull();
  await addNoiseSession(world, "host-1", session);
  const { profile } = await addNoiseSession(world, "host-1", session);
  expect(profile.sessions).toEqual([session, session]);
  expect(await readNoiseProfile(world, "host-1")).toEqual(profile);
});
test("a file that is no profile is refused, and a session is not added to it", async () => {
  const { world } = testWorld({ RESULTS_DIR: dir });
  const { path } = await addNoiseSession(world, "host-1", session);
  for (const content of ["{", '{"schema": "tailgate.noise/1", "hostId": "host-1", "sessions": [{}]}']) {
    await writeFile(path, content);
    await expect(addNoiseSession(world, "host-1", session)).rejects.toThrow("is not a noise profile");
  }
});
test("a session knows how much a pair varies and where the level was", () => {
  const p95 = session.metrics.find((m) => m.id === "predict.p95Ms");
  expect(p95?.pairSd).toBeGreaterThan(0.01);
  expect(p95?.pairSd).toBeLessThan(0.06);
  expect(p95?.levelLog).toBeCloseTo(Math.log(69), 1);
});
