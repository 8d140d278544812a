// The suite's own scenarios, run as they are against a service made up for the test.

import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { metric } from "../../lib/core/metric-sample.ts";
import { suiteRoot } from "../../lib/node/suite-root.ts";
import {
  type FakeAnswer,
  type FakeRequest,
  type FakeService,
  startFakeService,
} from "../../runner/testing/fake-service.ts";
import { runTestScript } from "../../runner/testing/run-test-script.ts";

let service: FakeService | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

const prediction = { label: "positive", score: 0.9 };

const textsIn = ({ json }: FakeRequest): readonly unknown[] =>
  isRecord(json) && Array.isArray(json.texts) ? json.texts : [];

const rightly = (request: FakeRequest): FakeAnswer => {
  if (request.path === "/health") return { json: { status: "ok" } };
  if (request.path === "/predict") return { json: prediction };
  return { json: { predictions: textsIn(request).map(() => prediction) } };
};

const runScenario = async (name: string, iterations: number, answer: (request: FakeRequest) => FakeAnswer) => {
  service = await startFakeService(answer);
  const script = join(suiteRoot(), "scenarios", `${name}.ts`);
  const env = { BASE_URL: service.url, THINK_TIME: "0ms" };
  return { ran: await runTestScript({ script, iterations, env, options: { thresholds: {} } }), service };
};

describe.each(["smoke", "baseline", "concurrency"])("%s", (name) => {
  test("asks every endpoint, tags its requests and finds right answers right", async () => {
    const { ran, service: asked } = await runScenario(name, 120, rightly);
    expect(ran.outcome, ran.log.join("\n")).toMatchObject({ exitCode: 0, iterations: 120, scriptErrors: 0 });
    expect(ran.samples("http_reqs").length).toBe(asked.requests.length);
    expect(new Set(asked.requests.map((r) => r.path))).toContain("/predict");
    expect(ran.samples("http_reqs").every((s) => s.tags.endpoint !== undefined && s.tags.phase !== undefined)).toBe(
      true,
    );
    expect(ran.checks["answer is right"]).toEqual({ passes: 120, fails: 0 });
    expect(ran.samples(metric.wrong)).toEqual([]);
  });
});

test("an answer that is short of a prediction is wrong, and says how", async () => {
  const { ran } = await runScenario("smoke", 60, (request) =>
    request.path === "/predict_batch"
      ? {
          json: {
            predictions: textsIn(request)
              .slice(1)
              .map(() => prediction),
          },
        }
      : rightly(request),
  );
  const batches = ran.samples("http_reqs", { name: "/predict_batch" }).length;
  expect(batches).toBeGreaterThan(0);
  expect(ran.checks["answer is right"]).toEqual({ passes: 60 - batches, fails: batches });
  expect(new Set(ran.samples(metric.wrong).map((s) => s.tags.fault))).toEqual(new Set(["count"]));
});

test("a refusal is a failed request, not a wrong answer", async () => {
  const { ran } = await runScenario("smoke", 20, () => ({ status: 503, json: {} }));
  expect(ran.checks["status is 200"]).toEqual({ passes: 0, fails: 20 });
  expect(ran.samples("http_req_failed").every((s) => s.value === 1)).toBe(true);
  expect(ran.samples(metric.checked)).toEqual([]);
});
