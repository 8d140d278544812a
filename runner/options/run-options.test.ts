import { expect, test } from "vitest";
import { optionsFromEnvironment } from "./environment.ts";
import { readOptions } from "./run-options.ts";
import { overlay } from "./shortcuts.ts";

const scenarios = (raw: Record<string, unknown>) => readOptions(raw).options?.scenarios;

test("nothing asked for is one iteration of one VU, with k6's defaults", () => {
  const { options, problems, warnings } = readOptions({});
  expect([problems, warnings]).toEqual([[], []]);
  expect(options?.scenarios).toMatchObject([
    {
      name: "default",
      executor: "per-vu-iterations",
      vus: 1,
      iterations: 1,
      maxDurationMs: 600_000,
      gracefulStopMs: 30_000,
    },
  ]);
  expect(options?.http).toMatchObject({ batch: 20, batchPerHost: 6, maxRedirects: 10, throw: false, rps: undefined });
  expect(options?.summaryTrendStats).toEqual(["avg", "min", "med", "max", "p(90)", "p(95)"]);
  expect([options?.setupTimeoutMs, options?.teardownTimeoutMs]).toEqual([60_000, 60_000]);
});

test("shorthands stand for scenarios", () => {
  expect(scenarios({ vus: 2, duration: "5s" })).toMatchObject([{ executor: "constant-vus", vus: 2, durationMs: 5000 }]);
  expect(scenarios({ vus: 2, iterations: 9, duration: "5s" })).toMatchObject([
    { executor: "shared-iterations", vus: 2, iterations: 9, maxDurationMs: 5000 },
  ]);
  expect(scenarios({ stages: [{ duration: "5s", target: 3 }] })).toMatchObject([
    { executor: "ramping-vus", startVus: 1, stages: [{ durationMs: 5000, target: 3 }], gracefulRampDownMs: 30_000 },
  ]);
});

test("all problems are reported at once, each with its place", () => {
  const { options, problems } = readOptions({
    scenarios: {
      "bad name": { executor: "constant-vus", duration: "500ms", vus: 0 },
      open: { executor: "constant-arrival-rate", duration: "10s", foo: 1 },
      other: { executor: "externally-controlled" },
    },
    batch: "many",
    thresholds: { checks: ["p95<5"], http_reqs: "count>1" },
    summaryTrendStats: ["p99"],
    dns: { ttl: "1m" },
  });
  expect(options).toBeUndefined();
  expect(problems).toEqual([
    "option 'dns' is not supported by the runner; run with k6",
    "scenario bad name: the scenario name should contain only numbers, latin letters, underscores, and dashes",
    "scenario bad name: vus must be at least 1, not 0",
    'scenario bad name: duration must be at least 1000 ms, not "500ms"',
    "scenario open: the iteration rate isn't specified",
    "scenario open: the number of preAllocatedVUs isn't specified",
    "scenario open: unknown field 'foo'",
    "scenario other: unknown executor type 'externally-controlled'",
    "thresholds: checks: 'p95<5': 'p95' is not a statistic k6 knows",
    "thresholds: http_reqs: must be a list of thresholds",
    'batch must be a whole number, not "many"',
    "summaryTrendStats: invalid stat 'p99'",
  ]);
});

test("an unknown option at the top is a warning, as in k6", () => {
  expect(readOptions({ noSuchOption: 1 })).toMatchObject({
    problems: [],
    warnings: [expect.stringContaining("noSuchOption")],
  });
});

test("two shorthands at one level contradict each other", () => {
  expect(readOptions({ iterations: 1, stages: [{ duration: "1s", target: 1 }] }).problems).toEqual([
    "using 'iterations' and 'stages' options simultaneously is not allowed",
  ]);
});

test("a level that says how much to run replaces what lower levels said", () => {
  expect(overlay({ vus: 2, iterations: 5, tags: { a: "1" } }, { duration: "3s" })).toEqual({
    vus: 2,
    duration: "3s",
    tags: { a: "1" },
  });
  expect(overlay({ scenarios: { a: {} } }, { vus: "3" })).toEqual({ vus: "3" });
  expect(overlay({ vus: 2, duration: "1s" }, { vus: 3 })).toEqual({ vus: 3, duration: "1s" });
});

test("variables of the environment are options", () => {
  const env = { K6_VUS: "3", K6_STAGES: "1s:4, 2s:5", K6_TAGS: "a=1,b=x=y", K6_THROW: "true", K6_RPS: "", HOME: "/" };
  expect(optionsFromEnvironment(env)).toEqual({
    vus: "3",
    stages: [
      { duration: "1s", target: "4" },
      { duration: "2s", target: "5" },
    ],
    tags: { a: "1", b: "x=y" },
    throw: true,
  });
});
