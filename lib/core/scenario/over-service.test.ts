import { describe, expect, test } from "vitest";
import { referencePlan } from "../../../test/support/named-scenario.ts";
import { guideObjectives } from "../objectives/objective.ts";
import { referenceService } from "../service/reference.ts";
import { overService } from "./over-service.ts";
import { defineScenario, type Scenario } from "./scenario.ts";
import { each, type LoadShape, stages, steady } from "./scenario-load.ts";

const plain: Scenario = { question: "What?", load: steady(), duration: "20s", objectives: "failed<1%" };

const planOf = (over: Partial<Scenario>) => {
  const { plan, defaults } = overService(
    { name: "mine", scenario: defineScenario({ ...plain, ...over }) },
    referenceService,
  );
  return plan(defaults);
};

describe("a scenario's load", () => {
  test("is what is written, and the suite's usual where nothing is", () => {
    const plan = planOf({ users: 3, warmup: "2s", thinkTime: "1m", mix: "predict:3,health:1" });
    expect(plan).toMatchObject({
      scenario: "mine",
      question: "What?",
      options: { users: 3, warmupMs: 2000, durationMs: 20_000, thinkMs: 60_000, seed: 1 },
      load: { model: "closed", users: 3, mix: { predict: 3, health: 1 }, stages: [] },
      iterations: null,
    });
  });

  test("users come at once, so many a second, or over a share of the warm-up, and never after it", () => {
    const rampUp = (load: LoadShape, users = 10) => planOf({ load, users, warmup: "8s" }).rampUpMs;
    expect(rampUp(steady())).toBe(0);
    expect(rampUp(steady({ usersPerSec: 2 }))).toBe(5000);
    expect(rampUp(steady({ usersPerSec: 2 }), 100)).toBe(8000);
    expect(rampUp(steady({ warmupShare: 0.5 }))).toBe(4000);
    expect(rampUp(steady({ warmupShare: 1 }))).toBe(8000);
  });

  test("stages follow each other from the end of the warm-up on, each with its share and a name of its own", () => {
    const load = stages((users) => [users, { name: "rush", users: 2.6 * users, share: 2 }, users]);
    const { load: planned } = planOf({ load, users: 1, warmup: "5s" });
    expect(planned.stages).toEqual([
      { name: "1 users", users: 1, ratePerSec: null, fromMs: 5000, toMs: 10_000 },
      { name: "rush", users: 3, ratePerSec: null, fromMs: 10_000, toMs: 20_000 },
      { name: "1 users (stage 3)", users: 1, ratePerSec: null, fromMs: 20_000, toMs: 25_000 },
    ]);
  });

  test("each endpoint so many times ends by count, without a warm-up", () => {
    const plan = planOf({ load: each(4), warmup: "5s", mix: "predict:3,health:1" });
    expect(plan).toMatchObject({ iterations: 8, options: { warmupMs: 0 }, load: { mix: { predict: 1, health: 1 } } });
  });

  test("objectives are those of the endpoints it asks, in the grammar of OBJECTIVES", () => {
    const plan = planOf({ mix: "predict:1", objectives: "predict: p99<=400ms; batch-50: p95<1s; requests/s>3" });
    expect(plan.objectives).toEqual([
      { metric: "p99Ms", bound: "at-most", limit: 400, endpoints: ["predict"] },
      { metric: "ratePerSec", bound: "above", limit: 3, endpoints: ["total"] },
    ]);
  });
});

describe("a scenario that is wrong", () => {
  test("is told all of it at once", () => {
    const wrong = { ...plain, question: "", users: 0, warmup: "soon", objectives: "", load: each(0), thinktime: "1s" };
    expect(() => defineScenario(wrong)).toThrow(
      expect.objectContaining({
        message: [
          "the scenario is wrong:",
          '  there is no "thinktime"; did you mean "thinkTime"?',
          "  question must say in a line what is found out",
          "  objectives must be a text such as requests>=1, failed<=0%, wrong<=0%, p95<200ms",
          "  each(…) takes a whole number from 1",
          "  users: 0: must be a whole number from 1 to 10000",
          "  warmup: soon: must be a time, such as 10s; 0s for none",
        ].join("\n"),
      }),
    );
  });

  test.each<[Partial<Scenario>, string]>([
    [{ mix: "predcit:1" }, "the service has predict"],
    [{ mix: () => [] }, "chooses no endpoint"],
    [{ objectives: "predcit: p95<1s" }, "the nearest is predict"],
    [{ load: stages(() => []) }, "stages"],
  ])("%j names what the service does not have", (over, text) => {
    expect(() => planOf(over)).toThrow(text);
  });
});

test("the suite's scenarios demand what the guide does", () => {
  expect(referencePlan("baseline").objectives).toEqual(guideObjectives);
  const noTail = guideObjectives.filter(({ metric }) => metric !== "p95Ms" && metric !== "p99Ms");
  expect(referencePlan("spike").objectives).toEqual(noTail);
});
