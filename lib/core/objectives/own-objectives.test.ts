import { describe, expect, test } from "vitest";
import { around, endpointOf } from "../../../test/support/measured-run.ts";
import type { EndpointRecord } from "../recording.ts";
import { judgeObjectives } from "./judge.ts";
import { guideObjectives } from "./objective.ts";
import { readObjectives, withOwn } from "./own-objectives.ts";

const runOf = (endpoints: readonly EndpointRecord[]) => ({ endpoints, metrics: [], durationMs: 30_000 });
const endpoints = ["predict", "batch-5", "health"];
const read = (text: string) => {
  const own = readObjectives(text, { endpoints });
  if (own.kind === "problems") throw new Error(own.problems.join("; "));
  return own.objectives;
};
const problems = (text: string): readonly string[] => {
  const own = readObjectives(text, { endpoints });
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

describe("a script's own metrics", () => {
  const metrics = [
    { name: "checkout", type: "trend", time: true },
    { name: "size", type: "trend", time: false },
    { name: "found", type: "rate", time: false },
    { name: "sold", type: "counter", time: false },
  ] as const;
  const own = (text: string) => readObjectives(text, { endpoints, metrics });

  test("have figures by their type", () => {
    expect(own("checkout: p95<300ms, mean<=0.2s; size: max<1000; found: rate>99%; sold: rate>2, count>=10")).toEqual({
      kind: "objectives",
      objectives: [
        { metric: "checkout.p95", bound: "below", limit: 300, own: "checkout", unit: "ms" },
        { metric: "checkout.mean", bound: "at-most", limit: 200, own: "checkout", unit: "ms" },
        { metric: "size.max", bound: "below", limit: 1000, own: "size", unit: "number" },
        { metric: "found.rate", bound: "above", limit: 0.99, own: "found", unit: "fraction" },
        { metric: "sold.rate", bound: "above", limit: 2, own: "sold", unit: "per second" },
        { metric: "sold.count", bound: "at-least", limit: 10, own: "sold", unit: "count" },
      ],
    });
  });

  test.each([
    ["chekout: p95<300ms", "there is no endpoint or metric chekout; the nearest is checkout"],
    ["found: p95<1%", "there is no figure p95; the nearest is rate (known: rate)"],
    ["checkout: p95<300", "the limit must be a time"],
    ["size: p95<300ms", "the limit must be a number"],
  ])("%s is refused", (text, why) => {
    expect(own(text)).toEqual({ kind: "problems", problems: [expect.stringContaining(why)] });
  });

  test("while nobody knows the endpoints, any name may be one", () => {
    expect(readObjectives("GET http://x/: p95<1s", { endpoints: undefined, metrics })).toEqual({
      kind: "objectives",
      objectives: [{ metric: "p95Ms", bound: "below", limit: 1000, endpoints: ["GET http://x/"] }],
    });
  });

  test("one of the user's takes the place of the scenario's on the same figure", () => {
    const scenario = [{ metric: "checkout.p95", bound: "below", limit: 500, own: "checkout" }] as const;
    const mine = [{ metric: "checkout.p95", bound: "below", limit: 300, own: "checkout" }] as const;
    expect(withOwn(scenario, mine, endpoints)).toEqual(mine);
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
    const got = judgeObjectives(runOf(silent), read("predict: p95<1s"));
    expect(got).toMatchObject({ verdict: "no-data", criteria: [{ endpoint: "predict", actual: null }] });
  });

  test("more than a limit is not the limit itself", () => {
    const one = endpointOf({ name: "health", latencies: around(80) }, 30);
    const at = (text: string) => judgeObjectives(runOf([one]), read(text)).verdict;
    expect(at(`requests>${one.count}`)).toBe("fail");
    expect(at(`requests>=${one.count}`)).toBe("pass");
  });
});
