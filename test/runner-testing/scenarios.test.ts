// The suite's own scenarios, as they are built, against a service that answers rightly and against services that do not.

import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeAnswer, fakeServer } from "../../runner/testing/fake-server.ts";
import { type Tried, tryScript } from "../../runner/testing/try-script.ts";
import { type RunningService, startService } from "../../service/service.ts";
import { builtScenario } from "../support/built.ts";

const scenarios = ["smoke", "baseline", "concurrency", "capacity", "spike", "soak"] as const;

const tryScenario = (name: string, url: string, iterations: number): Promise<Tried> =>
  tryScript({
    script: builtScenario(name),
    iterations,
    env: { BASE_URL: url, THINK_TIME: "0s", DURATION: "30s", WARMUP: "0s" },
  });

let service: RunningService;
beforeAll(async () => {
  service = await startService({ profile: "optimised", workers: 1 });
});
afterAll(() => service.close());

test.each(scenarios)("%s asks what it says and finds every answer right", async (name) => {
  const run = await tryScenario(name, service.url, 5);
  expect(run.outcome).toMatchObject({ iterations: 5, scriptErrors: 0 });
  expect(run.check("status is 2xx")).toEqual({ passes: 5, fails: 0 });
  expect(run.check("answer is right")).toMatchObject({ fails: 0 });
  expect(run.values("tailgate_answer")).toEqual([1, 1, 1, 1, 1]);
  expect(run.values("tailgate_script_error")).toEqual([]);
});

const wrong: readonly (readonly [string, FakeAnswer, { failed: number; mismatched: number }])[] = [
  ["refuses", { status: 503 }, { failed: 5, mismatched: 0 }],
  ["hangs up", { hangUp: true }, { failed: 5, mismatched: 0 }],
  // Health, one of the five, is healthy by its status whatever it says.
  ["answers no JSON", { body: "<html>" }, { failed: 0, mismatched: 4 }],
  ["answers something else", { body: { predictions: [] } }, { failed: 0, mismatched: 4 }],
];

test.each(wrong)("a service that %s is never taken for a right one", async (_, answer, { failed, mismatched }) => {
  const server = await fakeServer(() => answer);
  try {
    const run = await tryScenario("smoke", server.url, 5);
    expect(run.outcome).toMatchObject({ iterations: 5, scriptErrors: 0 });
    expect(run.values("http_req_failed").reduce((sum, value) => sum + value, 0)).toBe(failed);
    expect(run.check("status is 2xx")).toEqual({ passes: 5 - failed, fails: failed });
    expect(run.check("answer is right")).toEqual(mismatched > 0 ? { passes: 0, fails: mismatched } : undefined);
  } finally {
    await server.close();
  }
});

test("the example of docs/runner-loader.md", async () => {
  const server = await fakeServer(({ path }) => (path === "/health" ? { body: { status: "ok" } } : { status: 503 }));
  try {
    const run = await tryScript({ script: builtScenario("smoke"), iterations: 5, env: { BASE_URL: server.url } });
    expect(run.check("status is 2xx")).toEqual({ passes: 1, fails: 4 });
    expect(run.values("http_req_duration", { name: "/health" })).toHaveLength(1);
    expect(run.outcome.scriptErrors).toBe(0);
  } finally {
    await server.close();
  }
});
