import { describe, expect, test } from "vitest";
import { CliError } from "../../lib/core/exit.ts";
import { minimumPairs } from "../../lib/core/stat/pair-planning.ts";
import { budgetPlan, parseBudget } from "./budget.ts";
import { REST_OVERHEAD_MS, RUN_OVERHEAD_MS } from "./overhead.ts";

const minutes = (n: number): number => n * 60_000;

/** Latency and accuracy at rest are all that is tested there. */
const REST_FAMILY = 2;

describe("a budget", () => {
  test.each([2, 3, 5, 10, 20, 60, 240])("of %i minutes holds what is planned for it", (n) => {
    const { looks, rest, durationMs, warmupMs, cooldownMs } = budgetPlan(minutes(n));
    const restMs = rest.instances * (rest.ms + REST_OVERHEAD_MS);
    const runsMs = (looks.at(-1) ?? 0) * 2 * (durationMs + warmupMs + cooldownMs + RUN_OVERHEAD_MS);
    expect(restMs + runsMs).toBeLessThanOrEqual(minutes(n));
    expect(durationMs).toBeGreaterThanOrEqual(2500);
  });
  test("of two minutes is for what is seen at rest, with enough instances at its first look", () => {
    const plan = budgetPlan(minutes(2));
    expect(plan).toMatchObject({ restAlone: true, looks: [1], alpha: 0.02 });
    expect(plan.rest.looks?.[0]).toBeGreaterThanOrEqual(minimumPairs(REST_FAMILY, plan.alpha));
    expect(plan.rest.looks?.at(-1)).toBe(plan.rest.instances);
  });
  test("of 75 seconds, the least, still has two looks, at the same level", () => {
    const { restAlone, rest, alpha } = budgetPlan(parseBudget("75s"));
    expect({ restAlone, rest, alpha }).toMatchObject({ restAlone: true, rest: { looks: [8, 9] }, alpha: 0.02 });
  });
  test("of five is for ten pairs, of twenty for up to twenty, of two hours for up to forty", () => {
    expect(budgetPlan(minutes(5)).looks).toEqual([10]);
    expect(budgetPlan(minutes(20)).looks).toEqual([12, 16, 20]);
    expect(budgetPlan(minutes(120)).looks).toEqual([20, 30, 40]);
  });
  test("is spent: half as much again of it gives longer runs or more of them", () => {
    for (const n of [5, 8, 20, 60]) {
      const [less, more] = [budgetPlan(minutes(n)), budgetPlan(minutes(1.5 * n))];
      const measured = (p: typeof less): number => (p.looks.at(-1) ?? 0) * p.durationMs;
      expect(measured(more)).toBeGreaterThan(measured(less));
    }
  });
  test.each([
    ["5m", 300_000],
    ["90s", 90_000],
    ["1h", 3_600_000],
  ])("%s is a time", (text, ms) => {
    expect(parseBudget(text)).toBe(ms);
  });
  test.each(["", "30s", "soon", "13h", "-5m"])("'%s' is refused", (text) => {
    expect(() => parseBudget(text)).toThrow(CliError);
    expect(() => parseBudget(text)).toThrow("from 75s to 12h");
  });
});
