import { expect, test } from "vitest";
import { RecordingFold } from "../fold/recording-fold.ts";
import { metric, type Tags } from "../metric-sample.ts";
import { MOST_ENDPOINTS, OTHERS, type ScriptPhases, ScriptSamples } from "./script-samples.ts";

const AT = 1_700_000_000_000;
const everything: ScriptPhases = { warmupMs: 0, stages: [] };

const watching = (phases: ScriptPhases) => {
  const seen: { name: string; tags: Tags }[] = [];
  const measured: string[] = [];
  const samples = new ScriptSamples(
    phases,
    (name, _, __, tags) => seen.push({ name, tags }),
    (name) => measured.push(name),
  );
  return { samples, seen, measured };
};

const request = (path: string, more: Tags = {}): Tags => ({
  name: `http://h${path}`,
  url: `http://h${path}`,
  method: "GET",
  scenario: "default",
  ...more,
});

test("requests get endpoint, phase and stage, and equal ones the same tags", () => {
  const stages = [
    { name: "up", users: 5, ratePerSec: null, fromMs: 0, toMs: 2000 },
    { name: "hold", users: 5, ratePerSec: null, fromMs: 2000, toMs: 9000 },
  ];
  const { samples, seen } = watching({ warmupMs: 1000, stages });
  const tags = request("/users/7");
  samples.add(metric.started, AT, AT, {});
  for (const at of [500, 1500, 2500, 99_000]) samples.add("http_req_duration", AT + at, 10, tags);
  const [, ...requests] = seen.map((s) => s.tags);
  expect(requests.map((t) => [t.endpoint, t.phase, t.stage])).toEqual([
    ["GET /users/{n}", "warmup", "up"],
    ["GET /users/{n}", "measure", "up"],
    ["GET /users/{n}", "measure", "hold"],
    ["GET /users/{n}", "measure", "hold"],
  ]);
  expect(requests[2]).toBe(requests[3]);
});

test("setup, teardown and what comes before the start are no load", () => {
  const { samples, seen, measured } = watching(everything);
  samples.add("vus", AT, 0, {});
  samples.add("http_reqs", AT, 1, { group: "::setup", name: "http://h/a", method: "GET" });
  samples.add("http_req_duration", AT, 1, { group: "::setup", name: "http://h/a", method: "GET" });
  expect(seen).toEqual([]);
  expect(samples.outside).toBe(1);
  samples.add("http_req_duration", AT + 100, 100, request("/a"));
  expect(seen.map((s) => s.name)).toEqual([metric.started, "http_req_duration"]);
  expect(measured).toEqual(["http_req_duration"]);
});

test("a check is about what its user asked last", () => {
  const { samples, seen } = watching(everything);
  samples.add("http_req_duration", AT, 1, request("/a", { vu: "1" }));
  samples.add("http_req_duration", AT, 1, request("/b", { vu: "2" }));
  samples.add("checks", AT, 0, { check: "ok", scenario: "default", vu: "1" });
  samples.add("checks", AT, 0, { check: "ok", scenario: "default", vu: "2" });
  samples.add("checks", AT, 0, { check: "ok", scenario: "default", vu: "3" });
  const checks = seen.filter((s) => s.name === "checks").map((s) => s.tags);
  expect(checks.map((t) => t.endpoint)).toEqual(["GET /a", "GET /b", undefined]);
  expect(checks.some((t) => "vu" in t)).toBe(false);
});

test("a thousand names are a hundred endpoints and the others", () => {
  const { samples, seen } = watching(everything);
  for (let i = 0; i < 1000; i++) {
    const tags = request("/x", { name: `page ${i}` });
    samples.add("http_req_duration", AT, 1, tags);
    samples.add("http_reqs", AT, 1, tags);
  }
  const endpoints = new Set(seen.flatMap((s) => (s.name === metric.started ? [] : [s.tags.endpoint])));
  expect(endpoints.size).toBe(MOST_ENDPOINTS + 1);
  expect(endpoints.has(OTHERS)).toBe(true);
  expect(samples.others).toBe(1000 - MOST_ENDPOINTS);
});

test("what it hands on makes a recording's endpoints", () => {
  const fold = new RecordingFold();
  const samples = new ScriptSamples({ warmupMs: 1000, stages: [] }, fold.add, () => undefined);
  samples.add(metric.started, AT, AT, {});
  samples.add("vus", AT + 1000, 3, {});
  samples.add("http_req_duration", AT + 500, 20, request("/users/1"));
  samples.add("http_req_duration", AT + 1500, 20, request("/users/2"));
  samples.add("http_req_duration", AT + 2500, 40, request("/users/3", { expected_response: "false", status: "500" }));
  samples.add("iterations", AT + 2500, 1, { scenario: "default" });
  const { endpoints, timeline, startedAtMs } = fold.close(2000);
  expect(startedAtMs).toBe(AT);
  expect(endpoints).toMatchObject([{ name: "GET /users/{n}", method: "GET", path: "/users/{n}", count: 2, failed: 1 }]);
  expect(timeline).toEqual([{ t: 1, users: 3, dropped: 0 }]);
  expect(samples.iterations).toBe(1);
  expect(samples.lastMs).toBe(2500);
});
