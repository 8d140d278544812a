// The files of `--out json` and `--out csv`, on both engines: the same lines but for the instants and the times.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { findK6, runner } from "./engines.ts";
import { startTarget, type TargetServer } from "./target-server.ts";

let target: TargetServer;
let directory: string;
beforeAll(async () => {
  target = await startTarget();
  directory = await mkdtemp(join(tmpdir(), "conformance-outputs-"));
});
afterAll(async () => {
  await target.close();
  await rm(directory, { recursive: true });
});

const MEASURED = /^(http_req_(?!failed)|group_duration|iteration_duration|data_)/;

/** A line of JSON without what no two runs share. */
const comparable = (line: string): unknown => {
  const point: unknown = JSON.parse(line.replaceAll(target.url, "URL"));
  if (!isRecord(point) || point.type !== "Point" || !isRecord(point.data)) return point;
  expect(point.data.time).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  const value = MEASURED.test(String(point.metric)) ? typeof point.data.value : point.data.value;
  return [point.metric, value, point.data.tags];
};

const common = { group: "", run: "r,1", scenario: "default" };
const asked = { url: "URL/status/200?x=1,2", name: "URL/status/200?x=1,2", method: "GET", status: "200" };
const answered = { ...common, ...asked, group: "::g", proto: "HTTP/1.1", expected_response: "true" };
const refused = {
  ...{ ...common, url: "http://127.0.0.1:1/", name: "http://127.0.0.1:1/", method: "GET", status: "0" },
  ...{ error: "dial: connection refused", error_code: "1212", expected_response: "false" },
};

const k6 = findK6();
describe.each(k6 === undefined ? [runner] : [runner, k6])("$label", (engine) => {
  test.concurrent("writes every sample as JSON and as CSV", async () => {
    const [json = "", csv = "", zipped = ""] = ["o.json", "o.csv", "o.json.gz"].map((name) =>
      join(directory, `${engine.name}-${name}`),
    );
    const args = ["--summary-mode=disabled", "--out", `json=${json}`, "-o", `csv=${csv}`, `--out=json=${zipped}`];
    const ran = await engine.run("outputs.js", { args, env: { BASE: target.url, K6_CSV_TIME_FORMAT: "unix_milli" } });
    expect(ran.exit, ran.stderr).toBe(0);
    const text = await readFile(json, "utf8");
    // On a machine that stalls, the run may outlast a second, and the number of users is counted.
    const lines = text
      .trimEnd()
      .split("\n")
      .filter((line) => !line.includes('"metric":"vus'))
      .map(comparable);
    expect(lines).toContainEqual({
      type: "Metric",
      metric: "own",
      data: {
        ...{ name: "own", type: "trend", contains: "time", submetrics: null },
        thresholds: ["p(95)<500", { threshold: "avg<1000", abortOnFail: true, delayAbortEval: null }],
      },
    });
    expect(lines).toContainEqual({
      type: "Metric",
      metric: "http_reqs",
      data: {
        ...{ name: "http_reqs", type: "counter", contains: "default", thresholds: [] },
        submetrics: [{ name: "http_reqs{status:404}", suffix: "status:404", tags: { status: "404" } }],
      },
    });
    expect(lines).toContainEqual(["http_reqs", 1, answered]);
    expect(lines).toContainEqual(["http_req_waiting", "number", answered]);
    expect(lines).toContainEqual(["http_req_failed", 1, refused]);
    expect(lines).toContainEqual(["http_req_duration", "number", refused]);
    expect(lines).toContainEqual(["checks", 1, { ...common, group: "::g", check: 'is "well"', extra: "e" }]);
    expect(lines).toContainEqual(["own", 1.5, { ...common, own: "o" }]);
    expect(lines).toContainEqual(["iterations", 1, common]);
    expect(lines.filter((line) => Array.isArray(line))).toHaveLength(25);
    expect(
      gunzipSync(await readFile(zipped))
        .toString()
        .split("\n")
        .map((line) => line.length > 0),
    ).toHaveLength(text.split("\n").length);
    const rows = (await readFile(csv, "utf8"))
      .replaceAll(target.url, "URL")
      .trimEnd()
      .split("\n")
      .filter((row) => !row.startsWith("vus"));
    const tags = "check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto";
    expect(rows[0]).toBe(`metric_name,timestamp,metric_value,${tags},tls_version,url,extra_tags,metadata`);
    expect(rows).toHaveLength(26);
    const shape = rows.map((row) => row.replace(/,\d{13},/, ",MS,"));
    const quoted = '"URL/status/200?x=1,2"';
    expect(shape).toContain(
      `http_reqs,MS,1.000000,,,,true,::g,GET,${quoted},HTTP/1.1,default,,200,,,${quoted},"run=r,1",`,
    );
    expect(shape.filter((row) => row.startsWith("own,"))).toMatchObject([
      expect.stringMatching(/^own,MS,1\.500000,,,,,,,,,default,,,,,,"(own=o&run=r,1|run=r,1&own=o)",$/),
    ]);
    expect(shape.filter((row) => row.startsWith('checks,MS,1.000000,"is ""well""",,,,::g,'))).toHaveLength(1);
  });
});
