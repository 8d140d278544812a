// What options come to on two engines: shorthands, and the precedence of script, environment and flags.

import { describe, expect, test } from "vitest";
import { findK6, type Ran, runner } from "./engines.ts";
import { field, withoutNulls } from "./summary-reader.ts";

const k6 = findK6();
const engines = k6 === undefined ? [runner] : [runner, k6];

interface Given {
  readonly options: unknown;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly scenarios: unknown;
}

const constant = { a: { executor: "constant-vus", vus: 1, duration: "1s" } };

const given: readonly Given[] = [
  { options: {}, scenarios: { default: { executor: "per-vu-iterations" } } },
  { options: { vus: 5 }, scenarios: { default: { executor: "shared-iterations", vus: 5, iterations: 5 } } },
  {
    options: { vus: "5", iterations: "10", duration: "5s" },
    scenarios: { default: { executor: "shared-iterations", vus: 5, iterations: 10, maxDuration: "5s" } },
  },
  { options: constant, args: [], scenarios: { default: { executor: "per-vu-iterations" } } },
  {
    options: { scenarios: constant },
    args: ["--vus", "3"],
    scenarios: { default: { executor: "shared-iterations", vus: 3, iterations: 3 } },
  },
  {
    options: { scenarios: constant },
    env: { K6_DURATION: "3s" },
    scenarios: { default: { executor: "constant-vus", duration: "3s" } },
  },
  {
    options: { vus: 2, iterations: 7 },
    args: ["-d", "4s"],
    env: { K6_VUS: "6" },
    scenarios: { default: { executor: "constant-vus", vus: 6, duration: "4s" } },
  },
  {
    options: { vus: 2, duration: "1s" },
    args: ["-s", "3s:4", "-s", "4s:5"],
    env: { K6_ITERATIONS: "9" },
    scenarios: {
      default: {
        executor: "ramping-vus",
        startVUs: 2,
        stages: [
          { duration: "3s", target: 4 },
          { duration: "4s", target: 5 },
        ],
      },
    },
  },
];

describe.each(engines)("$label takes options", (engine) => {
  test.concurrent.each(given)("$options with $args and $env", async ({ options, args = [], env = {}, scenarios }) => {
    const ran: Ran = await engine.run("options-shown.js", { args, env: { ...env, OPTIONS: JSON.stringify(options) } });
    expect(ran.exit).toBe(108);
    expect(withoutNulls(field(ran, "scenarios"))).toEqual(scenarios);
  });
});
