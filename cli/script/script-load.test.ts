import { expect, test } from "vitest";
import { readScenario, type Scenario } from "../../runner/options/scenario.ts";
import { scriptLoad } from "./script-load.ts";

const of = (options: Record<string, unknown>) => {
  const problems: string[] = [];
  const scenarios: Scenario[] = Object.entries(options).flatMap(([name, s]) => readScenario(name, s, problems) ?? []);
  expect(problems).toEqual([]);
  return scriptLoad(scenarios);
};

test("users for a time have no stages", () => {
  expect(of({ a: { executor: "constant-vus", vus: 3, duration: "20s" } })).toMatchObject({
    load: { users: 3, ratePerSec: null, stages: [] },
    totalMs: 20_000,
    endsByCount: false,
  });
});

test("a script's stages are the report's, without those that take no time", () => {
  const stages = [
    { duration: "10s", target: 20 },
    { duration: "30s", target: 20 },
    { duration: "0s", target: 5 },
    { duration: "10s", target: 0 },
  ];
  const { load, totalMs } = of({ a: { executor: "ramping-vus", startVUs: 0, stages } });
  expect(totalMs).toBe(50_000);
  expect(load.stages.map(({ name, fromMs, toMs }) => [name, fromMs, toMs])).toEqual([
    ["0 users to 20 users", 0, 10_000],
    ["20 users", 10_000, 40_000],
    ["5 users to 0 users", 40_000, 50_000],
  ]);
});

test("stages that are alike carry their number", () => {
  const stages = [1, 2].flatMap(() => [
    { duration: "1s", target: 2 },
    { duration: "1s", target: 1 },
  ]);
  const { load } = of({ a: { executor: "ramping-vus", startVUs: 1, stages } });
  expect(load.stages.map((s) => s.name)).toEqual([
    "1 user to 2 users (stage 1)",
    "2 users to 1 user (stage 2)",
    "1 user to 2 users (stage 3)",
    "2 users to 1 user (stage 4)",
  ]);
});

test("scenarios one after another are stages, those that overlap are not", () => {
  const after = (startTime: string) => ({
    first: { executor: "constant-vus", vus: 2, duration: "10s" },
    second: {
      executor: "ramping-arrival-rate",
      startTime,
      timeUnit: "1m",
      startRate: 60,
      preAllocatedVUs: 5,
      stages: [{ duration: "5s", target: 120 }],
    },
  });
  const { load, totalMs } = of(after("10s"));
  expect(totalMs).toBe(15_000);
  expect(load.stages.map((s) => [s.name, s.users, s.ratePerSec])).toEqual([
    ["first", 2, null],
    ["second: 1/s to 2/s", null, 2],
  ]);
  expect(of(after("5s")).load).toMatchObject({ stages: [], users: 7, ratePerSec: null });
});

test("a steady rate is one of iterations a second; a number of iterations ends when it is done", () => {
  const rate = { executor: "constant-arrival-rate", rate: 30, timeUnit: "1m", duration: "1m", preAllocatedVUs: 2 };
  expect(of({ a: rate }).load).toMatchObject({ model: "script", users: null, ratePerSec: 0.5 });
  expect(of({ a: { executor: "shared-iterations", vus: 1, iterations: 9 } })).toMatchObject({
    totalMs: 600_000,
    endsByCount: true,
  });
});
