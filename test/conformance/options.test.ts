// What options come to on two engines: shorthands, the precedence of script, environment and flags, and the forms that
// flags have.

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

const lines: readonly (readonly [line: string, shown: Readonly<Record<string, unknown>>])[] = [
  ["--include-system-env-vars --vus 1", { scenarios: { default: { vus: 1, iterations: 1 } } }],
  ["-u=2 -i4", { scenarios: { default: { executor: "shared-iterations", vus: 2, iterations: 4 } } }],
  ["--vus=9 -qu 2 -i 010", { scenarios: { default: { executor: "shared-iterations", vus: 2, iterations: 8 } } }],
  ["--no-setup --no-setup=F -w=0 -v=false", { noSetup: false, throw: false }],
  ["--tag a=1,b=2 --tag=c=x=y --tag c=z", { tags: { a: "1,b=2", c: "z" } }],
  ["--summary-trend-stats avg --summary-trend-stats=p(99),max", { summaryTrendStats: ["avg", "p(99)", "max"] }],
  ["--rps 0x10 --user-agent -x --discard-response-bodies", { rps: 16, userAgent: "-x", discardResponseBodies: true }],
  [
    "-s=3s:4,4s:5",
    {
      scenarios: {
        default: {
          stages: [
            { duration: "3s", target: 4 },
            { duration: "4s", target: 5 },
          ],
        },
      },
    },
  ],
];

describe.each(engines)("$label reads its command line", (engine) => {
  test.concurrent.each(lines)("%s", async (line, shown) => {
    const env = { OPTIONS: JSON.stringify({ throw: true }) };
    const ran = await engine.run("options-shown.js", { args: line.split(" "), env });
    expect(ran.exit).toBe(108);
    expect(ran.written).toMatchObject(shown);
  });

  test.concurrent.each([
    ["--include-system-env-vars false", 255],
    ["--no-setup=yes", 255],
    ["--vus=abc", 255],
    ["-d 500", 255],
    ["--zzz", 255],
    ["-qz", 255],
    ["-e A-B=1", 255],
    ["--tag a=", 255],
    ["-- --vus", 255],
    ["--vus -1", 104],
    ["-u=0", 104],
  ])("%s is refused with exit code %i", async (line, exit) => {
    expect((await engine.run("options-shown.js", { args: line.split(" ") })).exit).toBe(exit);
  });
});
