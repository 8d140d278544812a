import { describe, expect, test } from "vitest";
import { around, endpointOf } from "../../../test/support/measured-run.ts";
import { judgeObjectives } from "./judge.ts";
import { guideObjectives } from "./objective.ts";
import { readObjectives, withOwn } from "./own-objectives.ts";

const endpoints = ["predict", "batch-5", "health"];
const read = (text: string) => {
  const own = readObjectives(text, endpoints);
  if (own.kind === "problems") throw new Error(own.problems.join("; "));
  return own.objectives;
};
const problems = (text: string): readonly string[] => {
  const own = readObjectives(text, endpoints);
  return own.kind === "problems" ? own.problems : [];
};

describe("readObjectives", () => {
  test("reads groups, units and signs", () => {
    expect(read("p95<150ms; predict: p99 <= 2s, failed<0.1%; requests/s>30; mean<100ms;")).toEqual([
      { metric: "p95Ms", bound: "below", limit: 150 },
      { metric: "p99Ms", bound: "at-most", limit: 2000, endpoints: ["predict"] },
      { metric: "failedFraction", bound: "below", limit: 0.001, endpoints: ["predict"] },
      { metric: "ratePerSec", bound: "above", limit: 30, endpoints: ["total"] },
      { metric: "meanMs", bound: "below", limit: 100 },
    ]);
  });

  test("names what is nearest to an unknown name, and reports every problem", () => {
    expect(problems("predcit: p95<1ms; p959<1ms; constructor<1ms")).toEqual([
      "there is no endpoint predcit; the nearest is predict (known: predict, batch-5, health)",
      expect.stringContaining("there is no figure p959; the nearest is p95"),
      expect.stringContaining("there is no figure constructor"),
    ]);
  });

  test.each([
    ["p95", "must be a figure, a sign"],
    ["p95<150", "must be a time"],
    ["p95<5%", "must be a time"],
    ["failed<200%", "at most 100%"],
    ["requests/s>30ms", "must be a number"],
    ["p95<1ms,", "must be a figure"],
    [" ; ", "names no objective"],
  ])("refuses %s", (text, why) => {
    expect(problems(text)).toEqual([expect.stringContaining(why)]);
  });
});

describe("withOwn", () => {
  const limits = (text: string, metric: string) =>
    withOwn(guideObjectives, read(text), endpoints)
      .filter((o) => o.metric === metric)
      .map(({ limit, endpoints: of }) => ({ limit, of }));

  test("an objective of every endpoint replaces the scenario's; the others stay", () => {
    expect(limits("p95<150ms", "p95Ms")).toEqual([{ limit: 150, of: undefined }]);
    expect(limits("p95<150ms", "p99Ms")).toEqual([{ limit: 500, of: undefined }]);
  });

  test("a named endpoint's comes before all's, the scenario's and the user's", () => {
    expect(limits("predict: p95<1ms", "p95Ms")).toEqual([
      { limit: 200, of: ["batch-5", "health"] },
      { limit: 1, of: ["predict"] },
    ]);
    expect(limits("p95<9ms; predict: p95<1ms", "p95Ms")).toEqual([
      { limit: 9, of: ["batch-5", "health"] },
      { limit: 1, of: ["predict"] },
    ]);
  });

  test("an endpoint that was named and never answered is no data, not a pass", () => {
    const silent = [endpointOf({ name: "health", latencies: around(80) }, 30)];
    const got = judgeObjectives(silent, read("predict: p95<1s"));
    expect(got).toMatchObject({ verdict: "no-data", criteria: [{ endpoint: "predict", actual: null }] });
  });

  test("more than a limit is not the limit itself", () => {
    const one = endpointOf({ name: "health", latencies: around(80) }, 30);
    const at = (text: string) => judgeObjectives([one], read(text)).verdict;
    expect(at(`requests>${one.count}`)).toBe("fail");
    expect(at(`requests>=${one.count}`)).toBe("pass");
  });
});
