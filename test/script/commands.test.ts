// Scripts in the commands that do more than one plain run: a search for capacity, a profile.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordCapacity } from "../../cli/capacity/record-capacity.ts";
import { scriptTarget } from "../../cli/target/script-target.ts";
import { searchPlan } from "../../lib/core/capacity/search-plan.ts";
import { suiteRoot } from "../../lib/node/suite-root.ts";
import { fakeServer } from "../../runner/testing/fake-server.ts";
import { onlyRecording } from "../support/only-recording.ts";
import { startTailgate } from "../support/tailgate-process.ts";
import { testWorld } from "../support/test-world.ts";

let dir: string;
let script: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-script-"));
  script = join(dir, "ask.js");
  await writeFile(
    script,
    'import http from "k6/http"; import { sleep } from "k6"; export default () => { http.get(__ENV.BASE_URL + "/asked"); sleep(0.02); };',
  );
});
afterAll(() => rm(dir, { recursive: true }));

test("a search's probes are runs of the script's default function, and say that they are probes", async () => {
  const server = await fakeServer(() => ({ body: {} }));
  const env = { ENGINE: "runner", RESULTS_DIR: dir, BASE_URL: server.url, WARMUP: "200ms" };
  const { world, seen } = testWorld(env, true);
  // The warm-up alone: what is found after it depends on the machine.
  const plan = searchPlan("quick", "users", { warmUpMs: 1000, budgetMs: 1, start: 2, cap: 2 });
  try {
    const { setting } = await recordCapacity({ ...world, cwd: dir }, plan, "climb", scriptTarget(env, "after"), {
      script: "./ask.js",
    });
    expect(setting).toMatchObject({ item: null, load: { mix: {} } });
  } finally {
    await server.close();
  }
  expect(seen.err).toContain("warm-up 2 users");
  const recording = await onlyRecording(dir, "climb");
  expect(recording).toMatchObject({ scenario: "ask", probe: true, load: { model: "script", users: 2 }, warmupMs: 200 });
  expect(recording.endpoints.map(({ name, count }) => [name, count > 0])).toEqual([["GET /asked", true]]);
});

test("a service is profiled under a script", async () => {
  const env = {
    ENGINE: "runner",
    RESULTS_DIR: dir,
    USERS: "1",
    DURATION: "8s",
    WARMUP: "0s",
    CMD: `node ${join(suiteRoot(), "build/cli.js")} serve --port $PORT`,
  };
  const health = join(dir, "health.js");
  await writeFile(health, (await readFile(script, "utf8")).replace("/asked", "/health"));
  const { code, out, err } = await startTailgate(["profile", health, "--json"], env, dir).ended;
  expect(code, err).toBe(0);
  const report = JSON.parse(out);
  expect(report.load).toMatchObject({ scenario: "health", users: 1 });
  expect(report.load.requests).toBeGreaterThan(0);
});
