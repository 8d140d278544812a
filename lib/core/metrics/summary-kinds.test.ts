import { expect, test } from "vitest";
import { kindsInSummary } from "./summary-kinds.ts";

test("own metrics have the types that the summary says", () => {
  const metrics = {
    checkout: { type: "trend", contains: "time", values: {} },
    "checkout{scenario:a}": { type: "trend", contains: "time", values: {} },
    sold: { type: "counter", contains: "default", values: {} },
    http_reqs: { type: "counter", contains: "default", values: {} },
    tailgate_checked: { type: "counter", contains: "default", values: {} },
  };
  expect([...kindsInSummary({ metrics })]).toEqual([
    ["checkout", { type: "trend", time: true }],
    ["sold", { type: "counter", time: false }],
  ]);
});

test("or, in an exported summary, the types that their figures have", () => {
  const metrics = {
    a: { avg: 1, min: 1, med: 1, max: 1 },
    b: { passes: 1, fails: 0, value: 1 },
    c: { count: 3, rate: 1 },
    d: { value: 1, min: 1, max: 1 },
  };
  expect([...kindsInSummary({ metrics })].map(([name, { type }]) => `${name} ${type}`)).toEqual([
    "a trend",
    "b rate",
    "c counter",
    "d gauge",
  ]);
});

test("what is no summary has none", () => {
  expect([undefined, null, 1, {}, { metrics: [] }].map((x) => kindsInSummary(x).size)).toEqual([0, 0, 0, 0, 0]);
});
