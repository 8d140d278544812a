import { expect, test } from "vitest";
import type { DeclaredMetric } from "../../runner/inspect.ts";
import { checkedThresholds, ScriptThresholds } from "./script-thresholds.ts";

const metrics: readonly DeclaredMetric[] = [
  { name: "checkout", type: "trend", isTime: true },
  { name: "sold", type: "counter", isTime: false },
  { name: "level", type: "gauge", isTime: false },
];

const thresholdsOf = (option: Record<string, unknown>) =>
  new ScriptThresholds(checkedThresholds(option, metrics), metrics);

const verdicts = (thresholds: ScriptThresholds, measuredMs = 10_000) =>
  thresholds.judge(measuredMs).map(({ metric, expression, actual, verdict }) => [metric, expression, actual, verdict]);

test("k6's grammar whole, over the samples it was given", () => {
  const thresholds = thresholdsOf({
    http_req_duration: ["p(95)<200", "med<=20", "avg>1", "min==10", "max<30"],
    "http_req_duration{name:login, method:POST}": ["max<25"],
    http_req_failed: ["rate<0.5"],
    http_reqs: ["count>=3", "rate<1"],
    checkout: ["p(99.9)<10"],
    sold: ["count!=5"],
    level: ["value===4"],
  });
  const login = { name: "login", method: "POST", status: "200" };
  for (const [value, tags] of [
    [10, login],
    [20, login],
    [30, { name: "other", method: "POST" }],
  ] as const) {
    thresholds.add("http_req_duration", 0, value, tags);
    thresholds.add("http_reqs", 0, 1, tags);
    thresholds.add("http_req_failed", 0, value === 30 ? 1 : 0, tags);
  }
  thresholds.add("sold", 0, 5, {});
  thresholds.add("level", 0, 9, {});
  thresholds.add("level", 1, 4, {});
  const got = verdicts(thresholds);
  expect(got.map(([, expression, , verdict]) => [expression, verdict])).toEqual([
    ["p(99.9)<10", "no-data"],
    ["p(95)<200", "pass"],
    ["med<=20", "pass"],
    ["avg>1", "pass"],
    ["min==10", "pass"],
    ["max<30", "fail"],
    ["max<25", "pass"],
    ["rate<0.5", "pass"],
    ["count>=3", "pass"],
    ["rate<1", "pass"],
    ["value===4", "pass"],
    ["count!=5", "fail"],
  ]);
  expect(got.find(([, expression]) => expression === "rate<1")?.[2]).toBe(0.3);
});

test("a metric that nobody names is not kept, and one that never occurs has no data", () => {
  const thresholds = thresholdsOf({ "checkout{step:pay}": ["max<10"] });
  thresholds.add("undeclared", 0, 1, {});
  thresholds.add("checkout", 0, 99, { step: "basket" });
  expect(verdicts(thresholds)).toEqual([["checkout{step:pay}", "max<10", null, "no-data"]]);
});

test("abortOnFail waits for the measured phase and its delay", () => {
  const thresholds = thresholdsOf({ sold: [{ threshold: "count<2", abortOnFail: true, delayAbortEval: "5s" }] });
  for (const _ of [1, 2, 3]) thresholds.add("sold", 0, 1, {});
  expect([0, 4000, 5000].map((ms) => thresholds.aborting(ms))).toEqual([[], [], ["sold"]]);
});

test("all that is wrong is said at once", () => {
  const wrong = { nosuch: ["count>1"], http_req_duration: ["p95<5"], checkout: ["rate<1"], sold: "count>1" };
  expect(() => checkedThresholds(wrong, metrics)).toThrow(/http_req_duration[\s\S]*sold[\s\S]*checkout[\s\S]*nosuch/);
});

test("processes of a fleet judge together what one would have judged", () => {
  const option = {
    "checkout{kind:a}": ["p(95)<90", "avg<60", "med<70"],
    checkout: ["max<=99", "min>=0"],
    sold: ["count==3000"],
    level: ["value>0"],
    http_req_failed: ["rate<0.5"],
  };
  const [one, first, second, whole] = [option, option, option, option].map(thresholdsOf);
  if (one === undefined || first === undefined || second === undefined || whole === undefined) expect.fail();
  // More than a sketch keeps one by one, and nothing at all of one sub-metric in the second.
  for (let i = 0; i < 3000; i++) {
    for (const to of [one, i % 3 === 0 ? second : first]) {
      to.add("checkout", i, (i * 7) % 100, { kind: i % 2 === 0 ? "a" : "b" });
      to.add("sold", i, 1, {});
      to.add("level", i, i, {});
      to.add("http_req_failed", i, i % 4 === 0 ? 1 : 0, {});
    }
  }
  // As text, since that is how they travel.
  for (const part of [second, first]) whole.merge(JSON.parse(JSON.stringify(part.sinks())));
  const rounded = (of: ScriptThresholds) =>
    verdicts(of).map(([metric, expression, actual, verdict]) => [
      metric,
      expression,
      typeof actual === "number" ? Number(actual.toPrecision(3)) : actual,
      verdict,
    ]);
  expect(rounded(whole)).toEqual(rounded(one));
});
