import { expect, test } from "vitest";
import { readObjectives } from "../objectives/own-objectives.ts";
import { limitedQuantile, objectiveLimits } from "./objective-limits.ts";

const limitsOf = (text: string) => {
  const read = readObjectives(text, { endpoints: ["predict"] });
  if (read.kind === "problems") throw new Error(read.problems.join());
  return objectiveLimits(read.objectives);
};

test("the tail and the failures of all inference are the search's; the rest must hold as in a run", () => {
  expect(limitsOf("p99<400ms; failed<=0.1%")).toEqual({ limitMs: 400, badLimit: 0.01, failedLimit: 0.001 });
  expect(limitsOf("p95<150ms")).toEqual({ limitMs: 150, badLimit: 0.05 });
  expect(limitsOf("p95<150ms, p99<400ms; predict: p99<200ms; requests/s>30")).toEqual({
    limitMs: 400,
    badLimit: 0.01,
    demands: [
      { metric: "p95Ms", bound: "below", limit: 150 },
      { metric: "p99Ms", bound: "below", limit: 200, endpoints: ["predict"] },
      { metric: "ratePerSec", bound: "above", limit: 30, endpoints: ["total"] },
    ],
  });
});

test("a lower bound of a latency is no limit of a search", () => {
  expect(limitsOf("p99>1ms")).toEqual({ demands: [{ metric: "p99Ms", bound: "above", limit: 1 }] });
});

test("without objectives the plan keeps its own", () => {
  expect(objectiveLimits([])).toEqual({});
  expect([0.01, 0.05].map((badLimit) => limitedQuantile({ badLimit }))).toEqual(["p99", "p95"]);
});
