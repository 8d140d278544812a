// Worker threads of a run: their windows fold into one recording's, their metrics into one summary, nothing twice and
// nothing lost.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exit } from "../../lib/core/exit.ts";
import { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { runScript } from "../../runner/run.ts";
import type { RunOutcome } from "../../runner/run-outcome.ts";
import { type FakeServer, fakeServer } from "../../runner/testing/fake-server.ts";
import { startTailgate } from "../support/tailgate-process.ts";

let directory: string;
let server: FakeServer;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "threads-"));
  server = await fakeServer(({ path }) => ({ status: path === "/bad" ? 500 : 200, body: {} }));
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const world = (): World => ({
  env: {},
  cwd: directory,
  stdout: { write: () => undefined, columns: undefined, colour: false },
  stderr: { write: () => undefined, columns: undefined, colour: false },
  now: () => ms(Date.now()),
  monotonic: () => ms(performance.now()),
  sleep: async () => undefined,
  interrupted: new AbortController().signal,
});

const run = async (source: string, threads: number): Promise<{ outcome: RunOutcome; fold: RecordingFold }> => {
  const script = join(directory, "script.js");
  await writeFile(script, source);
  const fold = new RecordingFold();
  const outcome = await runScript({
    script,
    env: { BASE: server.url },
    onSample: fold.add,
    onFold: (delta) => fold.absorb(delta),
    onNotice: () => undefined,
    signal: new AbortController().signal,
    world: world(),
    threads,
  });
  return { outcome, fold };
};

const work = `import http from "k6/http";
  import exec from "k6/execution";
  export const options = {
    scenarios: {
      a: { executor: "shared-iterations", vus: 5, iterations: 101 },
      b: { executor: "constant-arrival-rate", rate: 50, duration: "1s", preAllocatedVUs: 7, exec: "arrive" },
    },
    thresholds: { "http_reqs{endpoint:predict}": ["count==101"] },
  };
  export default function () {
    const bad = exec.scenario.iterationInTest % 10 === 0;
    http.get(__ENV.BASE + (bad ? "/bad" : "/good"), { tags: { endpoint: "predict", phase: "measure" } });
  }
  export function arrive() {
    http.get(__ENV.BASE + "/good?" + exec.scenario.iterationInTest, { tags: { endpoint: "health", phase: "measure" } });
  }`;

test.each([1, 2, 3])("with %i threads every iteration is run, counted and recorded once", async (threads) => {
  const { outcome, fold } = await run(work, threads);
  const { endpoints, sendLagMsP99 } = fold.close(1000);
  const predict = endpoints.find((endpoint) => endpoint.name === "predict");
  expect(outcome.thresholds).toMatchObject([{ verdict: "pass", actual: 101 }]);
  expect([predict?.count, predict?.failed]).toEqual([101, 11]);
  const arrivals = server.requests
    .filter(({ path }) => path.includes("?"))
    .map(({ path }) => Number(path.split("?")[1]));
  expect(arrivals.length + outcome.dropped).toBe(50);
  expect(new Set(arrivals).size).toBe(arrivals.length);
  expect(outcome.iterations).toBe(101 + arrivals.length);
  expect(sendLagMsP99).not.toBeNull();
});

test("what a thread's script throws, aborts or fails to load is the run's", async () => {
  const throwing = await run("export const options = { vus: 4, iterations: 8 };\nexport default () => { null.x; };", 2);
  expect(throwing.outcome).toMatchObject({ exitCode: 107, iterations: 8, scriptErrors: 8 });
  const aborting = await run(
    `import exec from "k6/execution"; import { sleep } from "k6";
     export const options = { vus: 4, duration: "60s" };
     export default () => { if (__VU === 2) exec.test.abort("enough"); sleep(30); };`,
    2,
  );
  expect(aborting.outcome).toMatchObject({ exitCode: 108, abortReason: "enough" });
  const unloadable = await run('if (__VU > 0) throw new Error("x");\nexport default () => {};', 2);
  expect(unloadable.outcome).toMatchObject({ exitCode: 107, problem: { message: "init code: Error: x" } });
});

test("a thread that dies ends the run, which is then no measurement", async () => {
  const script = join(directory, "leak.js");
  await writeFile(
    script,
    `import { sleep } from "k6";
    export const options = { vus: 2, duration: "60s" };
    const kept = [];
    export default function () {
      if (__VU === 2) for (;;) kept.push(new Array(100_000).fill(kept.length));
      sleep(0.1);
    }`,
  );
  const { code, err } = await startTailgate(["k6", "run", "--threads", "2", script], {
    NODE_OPTIONS: "--max-old-space-size=150",
  }).ended;
  expect(code, err).toBe(exit.invalid);
  expect(err).toContain("a worker thread of the runner ended before its share was done (it ran out of memory)");
});
