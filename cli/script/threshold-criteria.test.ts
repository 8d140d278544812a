import { expect, test } from "vitest";
import { thresholdCriterion } from "./threshold-criteria.ts";

const metrics = [{ name: "checkout", type: "trend", isTime: true }] as const;
const result = (metric: string, statistic: string, expression: string) =>
  thresholdCriterion({ metric, statistic, expression, operator: "<=", limit: 5, actual: 4, verdict: "pass" }, metrics);

test.each([
  ["checkout", "avg", "checkout.mean", "ms"],
  ["checkout", "med", "checkout.p50", "ms"],
  ["checkout", "p(95)", "checkout.p95", "ms"],
  ["checkout{step:pay}", "p(99.9)", "checkout{step:pay}.p99.9", "ms"],
  ["http_req_failed", "rate", "http_req_failed.rate", "fraction"],
  ["http_reqs", "rate", "http_reqs.rate", "per second"],
  ["http_reqs", "count", "http_reqs.count", "count"],
  ["vus", "value", "vus.value", "number"],
])("%s %s is %s in %s", (metric, statistic, key, unit) => {
  expect(result(metric, statistic, "x<=5")).toEqual({
    endpoint: "total",
    metric: key,
    bound: "at-most",
    limit: 5,
    actual: 4,
    verdict: "pass",
    text: `${metric}: x<=5`,
    unit,
  });
});
