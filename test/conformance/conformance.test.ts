// One suite, two engines: what the runner promises is checked on it always, and on the k6 binary when there is one.
// Where the two differ on purpose, the difference is written here with its reason, and both sides are checked.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, findK6, runner, threadedRunner } from "./engines.ts";
import { field, groupTree, metric, said, value } from "./summary-reader.ts";
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
    // On a machine that stalls, arrivals may find no free VU: what was due was then dropped, and is counted too.
    const count = (name: string): number =>
      Number(value(ran, `begun{scenario:${name}}`, "count")) +
      Number(value(ran, `dropped_iterations{scenario:${name}}`, "count"));
    // The period is cut to whole nanoseconds, which makes one iteration more at 60/s. Around the very end of a scenario
    // k6 may start one more or one less (grafana/k6#3052); the runner never does.
    const around = (n: number): readonly number[] => (isRunner ? [n] : [n - 1, n, n + 1]);
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
    // On a machine that stalls, a VU may read the clock of its last iteration after the end; it begins no other.
    const late = begun.filter(([, at]) => (at ?? 0) > 1800).map(([id]) => id);
    expect(new Set(late).size).toBe(late.length);
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

  test.concurrent("takes scripts in CommonJS, and modules by require", async () => {
    const ran = await engine.run("required.js", base());
    expect(ran.exit, ran.stderr).toBe(0);
    expect(said(ran, "said")).toEqual(Array(2).fill("undefined good superseded"));
    expect([value(ran, "http_reqs", "count"), value(ran, "things", "count")]).toEqual([2, 2]);
  });

  test.concurrent("gives responses the same fields, and takes options in any case", async () => {
    const ran = await engine.run("response-shape.js", base());
    expect(ran.exit, ran.stderr).toBe(0);
    expect(metric(ran, "checks")).toMatchObject({ values: { passes: 10, fails: 0 } });
    expect(metric(ran, "http_reqs{suite:s1}")).toMatchObject({ thresholds: { "count==2": { ok: true } } });
    const before = "remote_ip,remote_port,url,status,status_text,proto,headers,cookies,body,timings,tls_version";
    const data = `${before},tls_cipher_suite,ocsp,error,error_code,request`;
    expect(said(ran, "fields")).toEqual([`${data},clickLink,html,json,submitForm`]);
    expect(said(ran, "printed")).toEqual([data]);
    const dates = "'produced_at':0,'this_update':0,'next_update':0,'revoked_at':0";
    expect(said(ran, "ocsp")).toEqual([`{${dates},'revocation_reason':'','status':''}`]);
  });
});
