// How runs end, on two engines: thresholds, exit codes, and the false greens of k6 that the runner closes. Where the two
// differ on purpose, both sides are checked.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { findK6, type Ran, runner } from "./engines.ts";
import { field, metric, value } from "./summary-reader.ts";

const k6 = findK6();
const engines = k6 === undefined ? [runner] : [runner, k6];

type Thresholds = Readonly<Record<string, readonly unknown[]>>;

const holding: Thresholds = {
  values: ["avg<20", "p(50)<=3.5", "min==1"],
  "values{size:small}": ["max==5"],
  things: ["count===4"],
  "things{none:such}": ["count<1"],
  share: [{ threshold: "rate>0.59", abortOnFail: false }],
};

const crossed: Thresholds = {
  values: ["p(90)<52"],
  "values{size:large}": ["med > 1e2"],
  share: ["rate<0.6"],
  http_reqs: ["count>0"],
};

/** Nothing was measured: k6 passes them all, which is a false green; the runner says "no data" and fails. */
const vacuous: Thresholds = {
  http_req_duration: ["p(95)<200"],
  http_req_failed: ["rate==0"],
  checks: ["rate==1"],
  "values{size:nosuch}": ["p(95)<200"],
};

const wrong: readonly Thresholds[] = [
  { no_such_metric: ["count>0"] },
  { values: ["count>0"] },
  { values: ["p95<5"] },
  { values: ["p(101)<5"] },
];

/** Whether each threshold was met, by the summary. */
const met = (ran: Ran, thresholds: Thresholds): readonly unknown[] =>
  Object.entries(thresholds).flatMap(([key, list]) =>
    list.map((threshold) => {
      const source = isRecord(threshold) ? String(threshold.threshold) : String(threshold);
      return field(ran, "metrics", key, "thresholds", source, "ok");
    }),
  );

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
  const expected = ({ exit, k6 }: Ending): number => (engine.name === "k6" && k6 ? k6.exit : exit);

  const judged = (thresholds: Thresholds): Promise<Ran> =>
    engine.run("thresholds.js", { env: { THRESHOLDS: JSON.stringify(thresholds) } });

  test.concurrent("with 0 when every threshold holds", async () => {
    const ran = await judged(holding);
    expect(ran.exit, ran.stderr).toBe(0);
    expect(met(ran, holding)).toEqual([true, true, true, true, true, true, true]);
  });

  test.concurrent("with 99 when thresholds are crossed, each for itself", async () => {
    const ran = await judged({ ...holding, ...crossed });
    expect(ran.exit, ran.stderr).toBe(99);
    expect(met(ran, crossed)).toEqual([false, false, false, false]);
    expect(met(ran, { things: ["count===4"] })).toEqual([true]);
  });

  test.concurrent("with 99 when thresholds have nothing to judge (k6: 0)", async () => {
    const ran = await judged(vacuous);
    const green = engine.name === "k6";
    expect(ran.exit, ran.stderr).toBe(green ? 0 : 99);
    expect(met(ran, vacuous)).toEqual([green, green, green, green]);
  });

  test.concurrent.each(wrong)("with 104 for thresholds that cannot be judged: %o", async (thresholds) => {
    expect((await judged(thresholds)).exit).toBe(104);
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

  test.concurrent("with 104 for an executor that does not exist, though flags replace it", async () => {
    const ran = await engine.run("exits.js", { args: ["-i", "1"], env: { HOW: "executor" } });
    expect(ran.exit).toBe(104);
  });

  test.concurrent("with what handleSummary made of the data in the file of --summary-export", async ({
    onTestFinished,
  }) => {
    const dir = await mkdtemp(join(tmpdir(), "tailgate-export-"));
    onTestFinished(() => rm(dir, { recursive: true }));
    const path = join(dir, "export.json");
    const ran = await engine.run("changed-summary.js", { args: [`--summary-export=${path}`] });
    expect(ran.exit, ran.stderr).toBe(0);
    const exported: unknown = JSON.parse(await readFile(path, "utf8"));
    expect(exported).toMatchObject({ metrics: { own: { avg: 42, extra: 7 } } });
    expect(exported).not.toHaveProperty("metrics.iterations");
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
