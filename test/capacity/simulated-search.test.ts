// The search against services whose capacity is known, in virtual time (docs/capacity.md, section "How good is it").
// Seeds are fixed, so the figures are the same on every machine.

import { describe, expect, test } from "vitest";
import type { CapacityReport, SearchPlan } from "../../lib/core/capacity/model.ts";
import { safeEntry, search } from "../../lib/core/capacity/search.ts";
import { blockLengthMs, searchPlan } from "../../lib/core/capacity/search-plan.ts";
import { type ServiceModel, SimulatedService, servers } from "../support/simulated-service.ts";

const COOL_DOWN_MS = 2000;
const SEARCHES = 100;
/** Above this the answer would mislead: the limit of 1 % and a third more (docs/capacity.md). */
const MATERIALLY_UNSAFE = 0.0135;

const searchOnce = (model: ServiceModel, plan: SearchPlan, seed: number): CapacityReport => {
  const service = new SimulatedService(model, seed);
  const it = search(plan);
  let step = it.next();
  while (!step.done) {
    const { load, durationMs } = step.value;
    const blocks = service.run(load, durationMs, blockLengthMs(plan, durationMs), plan.limitMs);
    const nothing = {
      wrong: 0,
      ratePerSec: 0,
      predictionsPerSec: 0,
      meanMs: null,
      p95Ms: null,
      p99Ms: null,
      worstEndpoint: null,
      voidBecause: [],
    };
    step = it.next({ ...nothing, blocks, elapsedMs: durationMs + COOL_DOWN_MS });
  }
  return step.value;
};

/** The share of bad requests in the long run: 2.2 hours of virtual time. */
const longRun = (model: ServiceModel): ((users: number) => number) => {
  const known = new Map<number, number>();
  return (users) => {
    const before = known.get(users);
    if (before !== undefined) return before;
    const blocks = new SimulatedService(model, 7).run(users, 8_000_000, 10_000, 500);
    const [slow, total] = blocks.reduce(([s, n], b) => [s + b.slow, n + b.total], [0, 0]);
    known.set(users, slow / total);
    return slow / total;
  };
};

const summarise = (model: ServiceModel, plan: SearchPlan) => {
  const bad = longRun(model);
  const reports = Array.from({ length: SEARCHES }, (_, i) => searchOnce(model, plan, 1000 + i));
  const loads = reports.flatMap(({ outcome }) => safeEntry(outcome)?.probe.load ?? []);
  return {
    confirmed: reports.filter(({ outcome }) => outcome.kind === "confirmed").length,
    ended: loads.length,
    mean: loads.reduce((a, b) => a + b, 0) / loads.length,
    materiallyUnsafe: loads.filter((n) => bad(n) > MATERIALLY_UNSAFE).length / SEARCHES,
    minutes: reports.reduce((sum, r) => sum + r.spentMs, 0) / 60_000 / SEARCHES,
  };
};

describe("the search on simulated services", () => {
  const plan = searchPlan("standard", "users", { budgetMs: Number.POSITIVE_INFINITY });

  for (const { name, model, truth } of [
    { name: "S1, four workers with stalls", model: servers.S1, truth: 42 },
    { name: "S2, one worker", model: servers.S2, truth: 26 },
  ])
    test(`${name}: within 10 % of the truth and hardly ever materially unsafe`, () => {
      const got = summarise(model, plan);
      expect(got.confirmed).toBe(SEARCHES);
      expect(Math.abs(got.mean / truth - 1)).toBeLessThan(0.1);
      expect(got.materiallyUnsafe).toBeLessThanOrEqual(0.02);
    });
  test("a semaphore of 4 workers with 49 ms a request: the arithmetic truth is 40 users, and 40 are found", () => {
    const semaphore = { workers: 4, serviceMs: 49, cv: 0, thinkMs: 0 };
    const report = searchOnce(semaphore, { ...plan, bracket: true }, 1);
    expect(Math.floor((4 * 500) / 49)).toBe(40);
    expect(report.outcome).toMatchObject({ kind: "confirmed", entry: { probe: { load: 40 } } });
    expect(report.boundary).toBe("cliff");
  });
  test("S3, rare long stalls and a flat boundary: hardly ever materially unsafe", () => {
    const got = summarise(servers.S3, plan);
    expect(got.confirmed).toBe(SEARCHES);
    expect(got.materiallyUnsafe).toBeLessThanOrEqual(0.02);
  });
  test("quick: ends confirmed or with what it has shown, in time, and is not less safe", () => {
    const quick = searchPlan("quick", "users");
    const clear = summarise(servers.S2, quick);
    expect(clear.confirmed).toBe(SEARCHES);
    expect(Math.abs(clear.mean / 26 - 1)).toBeLessThan(0.1);
    expect(clear.minutes).toBeLessThan(8);
    const stalling = summarise(servers.S1, quick);
    expect(stalling.ended).toBeGreaterThanOrEqual(0.95 * SEARCHES);
    expect(stalling.materiallyUnsafe).toBeLessThanOrEqual(0.02);
    expect(stalling.minutes).toBeLessThan(8);
    // Eight minutes hold eight of its stalls, too few for 95 % at any load (docs/capacity.md): fewer end with a number.
    const rare = summarise(servers.S3, quick);
    expect(rare.ended).toBeGreaterThanOrEqual(0.3 * SEARCHES);
    expect(rare.materiallyUnsafe).toBeLessThanOrEqual(0.02);
  });
});
