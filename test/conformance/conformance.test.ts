// One suite, two engines: what the runner promises is checked on it always, and on the k6 binary when there is one.
// Where the two differ on purpose, the difference is written here with its reason, and both sides are checked.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, findK6, type Ran, runner, threadedRunner } from "./engines.ts";
import { field, groupTree, metric, said, value, withoutNulls } from "./summary-reader.ts";
import { startTarget, type TargetServer } from "./target-server.ts";

const k6 = findK6();
if (k6 === undefined) process.stderr.write("SKIPPED: no k6 binary; conformance is checked on the runner only\n");
const engines: readonly Engine[] = k6 === undefined ? [runner] : [runner, k6];

let target: TargetServer;
beforeAll(async () => {
  target = await startTarget();
});
afterAll(() => target.close());

const base = (): { readonly env: Record<string, string> } => ({ env: { BASE: target.url } });
const seconds = (lines: readonly string[], name: string): readonly (readonly [number, number])[] =>
  lines
    .map((line) => line.split(" "))
    .filter(([scenario]) => scenario === name)
    .map(([, n, at]): readonly [number, number] => [Number(n), Number(at)])
    .sort((a, b) => a[0] - b[0]);

describe.each([...engines, threadedRunner])("$label", (engine) => {
  const isRunner = engine.name === "runner";

  test.concurrent("counts iterations, requests, checks and tags alike", async () => {
    const ran = await engine.run("life-cycle.js", base());
    expect(ran.exit).toBe(0);
    const counts = (...keys: readonly string[]): readonly unknown[] => keys.map((key) => value(ran, key, "count"));
    expect(counts("iterations", "iterations{scenario:first}", "http_reqs")).toEqual([10, 6, 18]);
    expect(
      counts(
        "http_reqs{name:echo,method:POST,status:200,scenario:first,kind:a,run:r1,expected_response:true,proto:HTTP/1.1}",
        "http_reqs{group:::outer::inner}",
        "http_reqs{group:::setup}",
        "http_reqs{url:echo}",
        "http_reqs{scenario:second}",
      ),
    ).toEqual([6, 6, 1, 6, 4]);
    expect(counts("things", "things{mine:yes}", "things{later:on}")).toEqual([18, 12, 2]);
    expect(value(ran, "group_duration{group:::outer}", "count")).toBe(6);
    expect(metric(ran, "http_req_failed{expected_response:false}")).toMatchObject({
      type: "rate",
      values: { passes: 6, fails: 0, rate: 1 },
    });
    expect(metric(ran, "checks")).toMatchObject({ values: { passes: 25, fails: 2 } });
    expect(metric(ran, "checks{extra:tag}")).toMatchObject({ values: { passes: 10, fails: 2 } });
    expect(metric(ran, "checks{check:right}")).toMatchObject({ values: { passes: 6, fails: 0 } });
    expect(metric(ran, "share")).toMatchObject({ values: { rate: 0.5, passes: 6, fails: 6 } });
    expect(metric(ran, "level")).toMatchObject({ type: "gauge", values: { value: 7, min: 7, max: 7 } });
  });

  test.concurrent("gives handleSummary the same shape, and trends the same formulas", async () => {
    const ran = await engine.run("life-cycle.js", base());
    expect(metric(ran, "values")).toEqual({
      type: "trend",
      contains: "default",
      values: { avg: 3.75, min: 0, med: 3.75, max: 7.5, "p(90)": 6.75, "p(99)": 7.425000000000001, count: 6 },
      thresholds: { "p(90)<1000": { ok: true } },
    });
    expect(metric(ran, "waits")).toMatchObject({ contains: "time", values: { med: 250.5 } });
    expect(field(ran, "options")).toMatchObject({
      summaryTrendStats: ["avg", "min", "med", "max", "p(90)", "p(99)", "count"],
      summaryTimeUnit: "",
    });
    expect(field(ran, "state")).toMatchObject({ isStdOutTTY: false, isStdErrTTY: false });
    expect(field(ran, "setup_data")).toMatchObject({ list: [1, 2, 3], nothing: null });
    expect(groupTree(field(ran, "root_group"))).toMatchObject({
      name: "",
      checks: { right: "6/0", "every other": "4/2", "setup data": "4/0", "no env": "4/0" },
      groups: expect.arrayContaining([
        { name: "outer", checks: {}, groups: [{ name: "inner", checks: { copied: "6/0" }, groups: [] }] },
        { name: "teardown", checks: { "in teardown": "1/0" }, groups: [] },
      ]),
    });
    const names = ["http_req_duration", "http_req_blocked", "http_req_connecting", "http_req_tls_handshaking"];
    const more = ["http_req_sending", "http_req_waiting", "http_req_receiving", "http_req_failed", "data_sent"];
    for (const name of [...names, ...more, "data_received", "iteration_duration", "group_duration"]) {
      expect(metric(ran, name), name).toBeDefined();
    }
  });

  test.concurrent("starts arrivals when they are due, as many as the schedule says", async () => {
    const ran = await engine.run("arrivals.js");
    expect(ran.exit).toBe(0);
    const count = (name: string): unknown => value(ran, `begun{scenario:${name}}`, "count");
    // k6's period is cut to whole nanoseconds, which makes one iteration more at 60/s. At the very end of a scenario
    // it may start one that is due at that instant, or not (grafana/k6#3052); the runner never does.
    const around = (n: number): readonly number[] => (isRunner ? [n] : [n, n + 1]);
    expect(around(40)).toContain(count("even"));
    expect(around(61)).toContain(count("cut"));
    expect(around(2)).toContain(count("unit"));
    expect(isRunner ? [20] : [19, 20, 21]).toContain(count("ramp"));
    expect(isRunner ? [20] : [19, 20, 21]).toContain(count("steps"));
    const lines = said(ran, "begun");
    const notEarly = (name: string, due: (n: number) => number): void => {
      for (const [n, at] of seconds(lines, name))
        expect(at, `${name} ${n}`).toBeGreaterThanOrEqual(Math.floor(due(n)) - 1);
    };
    notEarly("even", (n) => n * 25);
    notEarly("cut", (n) => (n * 16_666_666) / 1e6);
    notEarly("ramp", (n) => Math.sqrt((n + 1) / 20) * 1000);
    notEarly("steps", (n) => (n < 5 ? (n + 1) * 100 : 500 + ((n - 4) * 1000) / 30));
  });

  test.concurrent("ramps VUs up and down when they are due", async () => {
    const ran = await engine.run("ramping-vus.js");
    expect(ran.exit).toBe(0);
    const begun = said(ran, "begun").map((line) => line.split(" ").map(Number));
    // Which VU of the pool takes a place is chance in k6: places are told apart by when their first iteration began.
    const firsts = [1, 2, 3].map((vu) => Math.min(...begun.filter(([id]) => id === vu).map(([, at]) => at ?? 0)));
    const lasts = [1, 2, 3].map((vu) => Math.max(...begun.filter(([id]) => id === vu).map(([, at]) => at ?? 0)));
    firsts
      .sort((a, b) => a - b)
      .forEach((at, i) => {
        expect(at).toBeGreaterThanOrEqual((i + 1) * 400 - 1);
      });
    expect(Math.max(...lasts)).toBeGreaterThan(1500);
    expect(begun.every(([, at]) => (at ?? 0) < 1801)).toBe(true);
  });

  test.concurrent("drops what does not fit, and cuts what outlasts gracefulStop", async () => {
    const ran = await engine.run("dropped.js");
    const counts = (name: string): readonly unknown[] => [
      value(ran, `iterations{scenario:${name}}`, "count"),
      value(ran, `dropped_iterations{scenario:${name}}`, "count"),
    ];
    expect(counts("shared")).toEqual([4, 6]);
    expect(counts("each")).toEqual([4, 6]);
    expect(value(ran, "iterations{scenario:cut}", "count")).toBe(0);
    const [started, lost] = counts("open");
    expect(isRunner ? [10] : [10, 11]).toContain(Number(started) + Number(lost));
    expect(started).toBe(4);
  });

  test.concurrent("runs plain synchronous scripts in order", async () => {
    const ran = await engine.run("plain-style.js", base());
    expect(ran.exit).toBe(0);
    expect(value(ran, "http_reqs{name:item}", "count")).toBe(4 * 11);
    expect(metric(ran, "checks")).toMatchObject({ values: { passes: 16, fails: 0 } });
  });

  test.concurrent("shows scripts the same failures", async () => {
    const ran = await engine.run("faults.js", base());
    expect(said(ran, "saw")).toEqual([
      "refused 0 1212 true",
      "missing 404 1404 false",
      "broken 500 1500 false",
      "reset 0 1220 true",
      "late 0 1050 true",
      "redirected 200 0 false",
      "not-followed 302 0 false",
      "too-many 302 0 false",
      "scheme 0 1000 true",
      "expected 404 1404 false",
    ]);
    expect(metric(ran, "http_req_failed{expected_response:false}")).toMatchObject({ values: { fails: 0 } });
  });
});

interface Threshold {
  readonly metric: string;
  readonly threshold: unknown;
  readonly exit: number;
  /** Exit code of k6 where it differs, and why that is not followed. */
  readonly k6?: { readonly exit: number; readonly because: string };
}

const vacuous = { exit: 0, because: "k6 passes a threshold that has no samples: a false green" };

const thresholds: readonly Threshold[] = [
  { metric: "values", threshold: "avg<20", exit: 0 },
  { metric: "values", threshold: "p(50)<=3.5", exit: 0 },
  { metric: "values", threshold: "p(90)<52", exit: 99 },
  { metric: "values{size:small}", threshold: "max==5", exit: 0 },
  { metric: "values{size:large}", threshold: "med > 1e2", exit: 99 },
  { metric: "things", threshold: "count===4", exit: 0 },
  { metric: "things{none:such}", threshold: "count<1", exit: 0 },
  { metric: "share", threshold: { threshold: "rate>0.59", abortOnFail: false }, exit: 0 },
  { metric: "share", threshold: "rate<0.6", exit: 99 },
  { metric: "http_req_duration", threshold: "p(95)<200", exit: 99, k6: vacuous },
  { metric: "http_req_failed", threshold: "rate==0", exit: 99, k6: vacuous },
  { metric: "checks", threshold: "rate==1", exit: 99, k6: vacuous },
  { metric: "values{size:nosuch}", threshold: "p(95)<200", exit: 99, k6: vacuous },
  { metric: "http_reqs", threshold: "count>0", exit: 99 },
  { metric: "no_such_metric", threshold: "count>0", exit: 104 },
  { metric: "values", threshold: "count>0", exit: 104 },
  { metric: "values", threshold: "p95<5", exit: 104 },
  { metric: "values", threshold: "p(101)<5", exit: 104 },
];

interface Ending {
  readonly how: string;
  readonly exit: number;
  readonly k6?: { readonly exit: number; readonly because: string };
}

const endings: readonly Ending[] = [
  { how: "well", exit: 0 },
  { how: "init", exit: 107 },
  { how: "setup", exit: 107 },
  { how: "teardown", exit: 107 },
  { how: "iteration", exit: 107, k6: { exit: 0, because: "iterations that throw pass in k6: grafana/k6#6480" } },
  { how: "summary", exit: 107, k6: { exit: 0, because: "a summary that throws passes in k6: grafana/k6#2804" } },
  { how: "directory", exit: 107, k6: { exit: 0, because: "a summary that is lost passes in k6" } },
  { how: "abort", exit: 108 },
  { how: "fail", exit: 110 },
  { how: "setupTimeout", exit: 100 },
  { how: "teardownTimeout", exit: 101 },
  { how: "executor", exit: 104 },
  { how: "field", exit: 104 },
  { how: "exec", exit: 104 },
  { how: "iterations", exit: 104 },
  { how: "twice", exit: 104 },
  { how: "top", exit: 0 },
];

describe.each(engines)("$label ends", (engine) => {
  const expected = ({ exit, k6 }: Ending | Threshold): number => (engine.name === "k6" && k6 ? k6.exit : exit);

  test.concurrent.each(thresholds)("with $exit for $metric: $threshold", async (row) => {
    const ran = await engine.run("thresholds.js", {
      env: { METRIC: row.metric, THRESHOLD: JSON.stringify(row.threshold) },
    });
    expect(ran.exit, ran.stderr).toBe(expected(row));
  });

  test.concurrent.each(endings)("with $exit when the script ends so: $how", async (row) => {
    const ran = await engine.run("exits.js", { env: { HOW: row.how } });
    expect(ran.exit, ran.stderr).toBe(expected(row));
  });

  test.concurrent("with 99, early, when a threshold aborts", async () => {
    const ran = await engine.run("abort-on-fail.js");
    expect(ran.exit).toBe(99);
    expect(value(ran, "ended", "count")).toBe(1);
    expect(metric(ran, "iterations")).toMatchObject({ thresholds: { "count<3": { ok: false } } });
  });

  test.concurrent("with 105 on SIGINT, summary written", async () => {
    const ran = await engine.run("exits.js", { env: { HOW: "sigint" }, interruptOn: "iterating" });
    expect(ran.exit).toBe(105);
    expect(field(ran, "state")).toBeDefined();
  });

  test.concurrent("with 255 for a script or a flag that does not exist", async () => {
    expect((await engine.run("no-such-script.js")).exit).toBe(255);
    expect((await engine.run("exits.js", { args: ["--no-such-flag"] })).exit).toBe(255);
  });
});

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
