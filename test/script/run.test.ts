// Scripts that know nothing of Tailgate, on both engines: the tables say what k6's own summary says.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { startTarget, type TargetServer } from "../conformance/target-server.ts";
import { expectJudged } from "../support/judged.ts";
import { engines } from "../support/real-k6.ts";
import { type ForeignFolder, foreignFolder } from "./foreign-script.ts";

let target: TargetServer;
let folder: ForeignFolder;
beforeAll(async () => {
  target = await startTarget();
  folder = await foreignFolder(target.url);
});
afterAll(async () => {
  await folder.remove();
  await target.close();
});

/** Numbers in paths, names, groups, own metrics, checks, data beside it, TypeScript, a module: what scripts are made of. */
const SHOP = `
import { check, group } from "k6";
import http, { type RefinedResponse } from "k6/http";
import { Counter, Rate, Trend } from "k6/metrics";
import { named } from "./lib/named.ts";

const users: number[] = JSON.parse(open("./data/users.json"));
const basket = new Trend("basket_ms", true);
const paid = new Rate("paid");
const items = new Counter("items");

export const options = {
  scenarios: { shop: { executor: "per-vu-iterations", vus: 2, iterations: 20 } },
  thresholds: {
    "http_req_duration{name:login}": ["p(95)<5000", "max<6000"],
    "checks{group:::pay}": ["rate>0.4"],
    basket_ms: ["avg<5000"],
    paid: ["rate>0.9"],
    items: ["count==40"],
    http_req_failed: ["rate<0.3"],
  },
};

export function setup(): { readonly token: string } {
  http.get(\`\${__ENV.TARGET}/echo?from=setup\`);
  return { token: "t" };
}

export default function (data: { readonly token: string }): void {
  const user = users[__ITER % users.length];
  http.post(\`\${__ENV.TARGET}/echo/users/\${user}/login\`, data.token, { tags: { name: named("login") } });
  const shown = http.get(\`\${__ENV.TARGET}/echo/users/\${user}?page=\${__ITER}\`);
  basket.add(shown.timings.duration);
  group("pay", () => {
    const response: RefinedResponse<"text"> = http.get(\`\${__ENV.TARGET}/status/\${__ITER % 2 === 0 ? 200 : 500}\`);
    check(response, { "is paid": (r) => r.status === 200, answers: (r) => r.status > 0 });
    paid.add(true);
    items.add(1);
  });
}

export function handleSummary(data: { metrics: Record<string, unknown> }): Record<string, string> {
  return { stdout: "my own words\\n", [\`summary-\${__ENV.NAMED}.json\`]: JSON.stringify(data.metrics) };
}
`;

const valuesOf = (summary: Record<string, unknown>, metric: string): Record<string, unknown> => {
  const entry = summary[metric];
  if (isRecord(entry) && isRecord(entry.values)) return entry.values;
  throw new Error(`the summary has no ${metric}`);
};

describe.each(engines)("with $engine", ({ engine, skip }) => {
  test.skipIf(skip)("a script as it is: endpoints, phases, and the counts of its own summary", async () => {
    const script = await folder.write("scripts/shop.ts", SHOP);
    await folder.write("scripts/lib/named.ts", "export const named = (name: string): string => name;\n");
    await folder.write("scripts/data/users.json", "[7, 12345, 99]");
    const args = ["run", script, "-e", `NAMED=${engine}`, "--label", engine];
    const { code, out, err } = await folder.tailgate(args, { ENGINE: engine });
    expect(`${err}${out}`).not.toContain("error");
    expect(err).toContain("my own words");
    expect(err).toContain("1 request of setup and teardown is no load");
    const recording = await folder.recording(engine);
    expectJudged(code, recording, "record");
    expect(recording).toMatchObject({ scenario: "shop", target: { url: target.url }, partial: false });
    const endpoints = recording.endpoints.map((e) => [e.name, e.count, e.failed]);
    expect(endpoints).toEqual([
      ["login", 40, 0],
      ["GET /echo/users/{n}", 40, 0],
      ["GET /status/{n}", 40, 20],
    ]);
    expect(recording.script?.name).toBe("shop");
    expect(recording.objectives.criteria.map((c) => [c.text, c.verdict])).toEqual([
      ["basket_ms: avg<5000", "pass"],
      ["checks{group:::pay}: rate>0.4", "pass"],
      ["http_req_duration{name:login}: p(95)<5000", "pass"],
      ["http_req_duration{name:login}: max<6000", "pass"],
      ["http_req_failed: rate<0.3", "pass"],
      ["items: count==40", "pass"],
      ["paid: rate>0.9", "pass"],
    ]);
    expect(recording.metrics.map(({ name, type, time, n, sum }) => [name, type, time, n, sum > 0])).toEqual([
      ["basket_ms", "trend", true, 40, true],
      ["paid", "rate", false, 40, true],
      ["items", "counter", false, 40, true],
    ]);
    expect(recording.checks).toEqual([
      { name: "is paid", endpoint: "GET /status/{n}", passes: 20, fails: 20 },
      { name: "answers", endpoint: "GET /status/{n}", passes: 40, fails: 0 },
    ]);
    // Relative to the user's directory, not the script's.
    const summary = await folder.json(`summary-${engine}.json`);
    expect(Object.keys(summary).filter((name) => name.startsWith("tailgate"))).toEqual([]);
    expect(valuesOf(summary, "http_reqs").count).toBe(121);
    expect(valuesOf(summary, "http_req_failed").passes).toBe(20);
    const durations = valuesOf(summary, "http_req_duration{expected_response:true}");
    const slowest = Math.max(...recording.endpoints.map((e) => e.latencyMs.max ?? 0));
    // setup's request is in the summary and not in the tables.
    expect(slowest).toBeLessThanOrEqual(Number(durations.max) * 1.01);
  });

  test.skipIf(skip)("a script in CommonJS keeps its options, its setup and its summary", async () => {
    const script = await folder.write(
      "common.js",
      `const http = require("k6/http");
const { Trend } = require("k6/metrics");
const shown = new Trend("shown", true);
exports.options = { scenarios: { two: { executor: "shared-iterations", vus: 2, iterations: 6, exec: "ask" } } };
exports.setup = () => ({ path: "/echo" });
exports.ask = ({ path }) => shown.add(http.get(__ENV.TARGET + path).timings.duration);
exports.handleSummary = ({ metrics }) => ({ stdout: \`my \${metrics.iterations.values.count}\\n\` });
`,
    );
    const label = `common-${engine}`;
    const { err } = await folder.tailgate(["run", script, "--label", label], { ENGINE: engine });
    expect(err).toContain("my 6");
    const recording = await folder.recording(label);
    expect(recording.endpoints.map((e) => [e.name, e.count])).toEqual([["GET /echo", 6]]);
    expect(recording.metrics.map(({ name, n }) => [name, n])).toEqual([["shown", 6]]);
  });

  test.skipIf(skip)("two processes share a script, and are judged together", async () => {
    const script = await folder.write(
      "shared.js",
      `import http from "k6/http";
import { check } from "k6";
import { Counter, Trend } from "k6/metrics";
const shown = new Trend("shown", true);
const sold = new Counter("sold");
export const options = {
  scenarios: { all: { executor: "shared-iterations", vus: 4, iterations: 30 } },
  thresholds: { sold: ["count==30"], "checks{kind:page}": ["rate==1"], "http_req_duration{scenario:all}": ["max<60000"] },
};
export default function () {
  const page = http.get(__ENV.TARGET + "/echo");
  shown.add(page.timings.duration);
  sold.add(1);
  check(page, { "is there": (r) => r.status === 200 }, { kind: "page" });
}
export const handleSummary = () => ({ "summary-of-a-part.json": "{}" });
`,
    );
    const label = `shared-${engine}`;
    const { code } = await folder.tailgate(["gate", script, "--label", label], { ENGINE: engine, FLEET: "2" });
    const recording = await folder.recording(label);
    expectJudged(code, recording, "gate");
    expect(recording.endpoints.map((e) => [e.name, e.count])).toEqual([["GET /echo", 30]]);
    expect(recording.metrics.map(({ name, n }) => [name, n])).toEqual([
      ["shown", 30],
      ["sold", 30],
    ]);
    expect(recording.checks).toEqual([{ name: "is there", endpoint: "GET /echo", passes: 30, fails: 0 }]);
    expect(recording.objectives.criteria.map((c) => [c.text, c.verdict])).toEqual([
      ["checks{kind:page}: rate==1", "pass"],
      ["http_req_duration{scenario:all}: max<60000", "pass"],
      ["sold: count==30", "pass"],
    ]);
    expect(recording.fleet?.members.map(({ requests }) => requests)).toEqual([15, 15]);
    expect(recording.target.url).toBe(target.url);
    await expect(folder.json("summary-of-a-part.json")).rejects.toThrow();
  });
});
