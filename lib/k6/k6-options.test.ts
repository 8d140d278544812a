import { describe, expect, test } from "vitest";
import { named, referencePlan } from "../../test/support/named-scenario.ts";
import type { LoadPlan } from "../core/load/load-plan.ts";
import { overService } from "../core/scenario/over-service.ts";
import { type EndpointOptions, post } from "../core/service/endpoint.ts";
import { defineService } from "../core/service/service.ts";
import { k6Options } from "./k6-options.ts";
import { textSummary } from "./summary.ts";

const executorOf = (plan: LoadPlan): unknown => k6Options(plan).scenarios?.[plan.scenario];

describe("k6's options of a plan", () => {
  test("users are a ramp and then held through warm-up and measurement", () => {
    expect(executorOf(referencePlan("baseline", { USERS: "7", DURATION: "20s", WARMUP: "5s" }))).toMatchObject({
      executor: "ramping-vus",
      startVUs: 0,
      stages: expect.arrayContaining([{ target: 7, duration: "20000ms" }]),
    });
  });
  test("a rate is evenly spaced, a minute as unit, with users to spare", () => {
    const plan = referencePlan("baseline", { RATE: "12.5" });
    expect(executorOf(plan)).toMatchObject({
      executor: "constant-arrival-rate",
      rate: 750,
      timeUnit: "1m",
      maxVUs: 63,
    });
  });
  test("Poisson arrivals are our own schedule: users only stand ready", () => {
    const plan = referencePlan("baseline", { RATE: "30", ARRIVALS: "poisson" });
    expect(executorOf(plan)).toMatchObject({ executor: "constant-vus", vus: 60 });
  });
  test("a number of requests is shared among the users", () => {
    const plan = referencePlan("smoke");
    expect(executorOf(plan)).toMatchObject({ executor: "shared-iterations", iterations: plan.iterations });
  });
  test("stages follow each other, each held for its length", () => {
    const plan = referencePlan("concurrency");
    const held = plan.load.stages.map((s) => ({ target: s.users, duration: `${s.toMs - s.fromMs}ms` }));
    expect(held.length).toBeGreaterThan(2);
    expect(executorOf(plan)).toMatchObject({ stages: expect.arrayContaining(held) });
  });
  test("thresholds name endpoints of the mix only, in the measured phase", () => {
    const plan = referencePlan("baseline");
    const keys = Object.keys(k6Options(plan).thresholds ?? {});
    expect(keys.length).toBeGreaterThanOrEqual(plan.objectives.length);
    for (const key of keys) expect(key).toMatch(/\{endpoint:(predict|batch-\d+|health),phase:measure/);
  });
  test("an endpoint is held to its own objectives, with the sign they were written with, and to no other's", () => {
    const classify = (objectives: string) => post("/", (row) => row, { objectives } satisfies EndpointOptions<unknown>);
    const service = defineService({
      data: "rows.jsonl",
      endpoints: { fast: classify("p95<50ms"), slow: classify("p95<=2s, failed<1%, requests>100") },
    });
    const baseline = overService(named("baseline"), service);
    const { thresholds } = k6Options(baseline.plan(baseline.defaults));
    const of = (metric: string, name: string, only = "") =>
      thresholds?.[`${metric}{endpoint:${name},phase:measure${only}}`];
    const good = ",expected_response:true";
    expect(of("http_req_duration", "fast", good)).toEqual(["p(99)<500", "p(95)<50"]);
    expect(of("http_req_duration", "slow", good)).toEqual(["p(99)<500", "p(95)<=2000"]);
    expect(of("http_req_failed", "fast")).toEqual(["rate<=0"]);
    expect(of("http_req_failed", "slow")).toEqual(["rate<0.01"]);
    expect(of("http_reqs", "slow")).toEqual(["count>100"]);
    expect(of("tailgate_answer", "slow")).toEqual(["rate>=1"]);
  });
});

describe("the text at the end of a plain k6 run", () => {
  test("has a row for each endpoint, and n/a where nothing was measured", () => {
    Object.assign(globalThis, { __ENV: {} });
    const plan = referencePlan("baseline");
    const where = "endpoint:predict,phase:measure";
    const data = {
      metrics: {
        [`http_reqs{${where}}`]: { values: { count: 1234 } },
        [`http_req_duration{${where},expected_response:true}`]: { values: { avg: 41.2, "p(95)": 99.5, count: 1234 } },
        [`http_req_failed{${where}}`]: { values: { rate: 0.015 } },
      },
    };
    const { stdout = "" } = textSummary(plan)(data);
    expect(stdout).toMatch(/predict +1 234 +41\.2 +n\/a +n\/a +n\/a +99\.5 +n\/a +1\.5 %/);
    expect(stdout).toMatch(/health +0 +n\/a/);
  });
  test("is left out when the samples are read elsewhere", () => {
    Object.assign(globalThis, { __ENV: { TAILGATE_RUN: "1" } });
    expect(textSummary(referencePlan("baseline"))({})).toEqual({});
  });
});
