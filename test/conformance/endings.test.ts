// How runs end, on two engines: thresholds, exit codes, and the false greens of k6 that the runner closes. Where the two
// differ on purpose, both sides are checked.

import { describe, expect, test } from "vitest";
import { findK6, runner } from "./engines.ts";
import { field, metric, value } from "./summary-reader.ts";

const k6 = findK6();
const engines = k6 === undefined ? [runner] : [runner, k6];

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
