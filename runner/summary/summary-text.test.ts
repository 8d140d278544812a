import { expect, test } from "vitest";
import { CheckTally } from "../metrics/check-tally.ts";
import { MetricStore } from "../metrics/metric-store.ts";
import { bindThresholds, readThreshold } from "../thresholds/threshold-set.ts";
import { formatBytes, formatTime } from "./k6-format.ts";
import { legacyExport } from "./legacy-export.ts";
import { summaryData } from "./summary-data.ts";
import { summaryText } from "./summary-text.ts";

const example = () => {
  const store = new MetricStore();
  const checks = new CheckTally();
  store.declare("my_count", "counter", false);
  const threshold = readThreshold("p(95)<200", false, 0);
  const missed = readThreshold("rate==1", false, 0);
  if (typeof threshold === "string" || typeof missed === "string") throw new Error("thresholds");
  const specs = new Map([
    ["http_req_duration", [threshold]],
    ["checks", [missed]],
    ["http_req_duration{scenario:nosuch}", [threshold]],
  ]);
  const { set } = bindThresholds(specs, store);
  for (const value of [1, 2, 3]) store.add("http_req_duration", 0, value, { expected_response: "true" });
  store.add("my_count", 0, 4_200_000, {});
  store.add("data_sent", 0, 2058, {});
  for (const passed of [true, true, false]) {
    checks.check("::outer", "right", passed);
    store.add("checks", 0, passed ? 1 : 0, {});
  }
  const thresholds = set.judge(2000);
  const data = summaryData({
    store,
    checks: checks.counts,
    thresholds,
    trendStats: ["avg", "p(95)", "count"],
    timeUnit: "",
    terminal: { stdout: false, stderr: false, colour: false },
    durationMs: 2000,
    setupData: undefined,
  });
  return { data, thresholds };
};

const plain = (text: string): string => text;

test("the end-of-test text shows thresholds, checks and metrics in k6's manner", () => {
  const paint = { good: plain, bad: plain };
  expect(summaryText({ ...example(), timeUnit: "", mode: "compact", paint })).toBe(`
  █ THRESHOLDS

    checks
    ✗ 'rate==1' rate=66.66%

    http_req_duration
    ✓ 'p(95)<200' p(95)=2.9ms

    http_req_duration{scenario:nosuch}
    ✗ 'p(95)<200' no data


  █ TOTAL RESULTS

    checks_total.......: 3      1.5/s
    checks_succeeded...: 66.66% 2 out of 3
    checks_failed......: 33.33% 1 out of 3

    ✗ right
      ↳  66% — ✓ 2 / ✗ 1

    CUSTOM
    my_count.......................: 4200000 2100000/s

    HTTP
    http_req_duration..............: avg=2ms p(95)=2.9ms count=3
      { expected_response:true }...: avg=2ms p(95)=2.9ms count=3
      { scenario:nosuch }..........: avg=0s  p(95)=0s    count=0

    NETWORK
    data_sent......................: 2.1 kB  1.0 kB/s

`);
});

test("handleSummary's data has k6's shape", () => {
  const { data } = example();
  expect(data.root_group).toEqual({
    name: "",
    path: "",
    id: "d41d8cd98f00b204e9800998ecf8427e",
    checks: [],
    groups: [
      expect.objectContaining({
        name: "outer",
        path: "::outer",
        checks: [expect.objectContaining({ name: "right", path: "::outer::right", passes: 2, fails: 1 })],
      }),
    ],
  });
  expect(data.metrics["http_req_duration{scenario:nosuch}"]).toEqual({
    type: "trend",
    contains: "time",
    values: { avg: 0, "p(95)": 0, count: 0 },
    thresholds: { "p(95)<200": { ok: false } },
  });
});

test("in the older export a threshold is true when it was crossed", () => {
  const exported: unknown = JSON.parse(legacyExport(example().data));
  expect(exported).toMatchObject({
    metrics: { checks: { passes: 2, fails: 1, thresholds: { "rate==1": true } }, my_count: { count: 4_200_000 } },
    root_group: { groups: { outer: { checks: { right: { passes: 2 } } } } },
  });
});

test.each([
  [0, "0s"],
  [0.00055, "550ns"],
  [0.80554, "805.54µs"],
  [2.4799, "2.47ms"],
  [1234.5, "1.23s"],
  [123_456.5, "2m3s"],
  [3_723_000, "1h2m3s"],
])("%d ms is %s", (value, text) => {
  expect(formatTime(value, "")).toBe(text);
});

test.each([
  [0, "0 B"],
  [659, "659 B"],
  [3381, "3.4 kB"],
  [94_000, "94 kB"],
  [2_600_000, "2.6 MB"],
])("%d bytes are %s", (value, text) => {
  expect(formatBytes(value)).toBe(text);
});
