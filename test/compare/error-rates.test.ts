// The comparison's promises, checked on simulated sessions with known truth (simulation.ts): how often it cries wolf,
// how often it finds a real change, and that it would go wrong without random order. Every rate is seeded, so it is the
// same on every machine; bounds leave three standard errors where the truth lies on them.

import { beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "../../lib/core/compare/model.ts";
import { pairOrders } from "../../lib/core/compare/order.ts";
import { comparePairs, type MeasuredPair, type PairedDesign } from "../../lib/core/compare/pairs.ts";
import { type Random, seededRandom } from "../../lib/core/random.ts";
import { type Environment, environments, simulateBlocked, simulatePairs } from "./simulation.ts";

const single: PairedDesign = {
  kind: "interleaved",
  seed: 1,
  alpha: 0.05,
  plannedLooks: [10],
  looksTaken: 1,
  interrupted: false,
};

type Session = (env: Environment, seed: number, random: Random) => readonly MeasuredPair[];

const randomOrder =
  (shift: number, firstIsSlower = 0): Session =>
  (env, seed, random) =>
    simulatePairs(env, pairOrders([10], seed), { shift, firstIsSlower }, random);

const compareMany = (env: Environment, count: number, session: Session): Comparison[] => {
  const random = seededRandom(count);
  return Array.from({ length: count }, (_, i) => comparePairs(session(env, i, random), single));
};

const GATED = ["predict.p95Ms", "predict.p99Ms", "all.ratePerSec"];

const row = (c: Comparison, id: string) => c.metrics.find((m) => m.id === id);

const share = <T>(xs: readonly T[], holds: (x: T) => boolean): number => xs.filter(holds).length / xs.length;

const rejects =
  (id: string) =>
  (c: Comparison): boolean =>
    (row(c, id)?.p ?? 1) <= 0.05;

const covers =
  (id: string, truth: number) =>
  (c: Comparison): boolean => {
    const interval = row(c, id)?.changeInterval;
    return (interval?.low ?? -1) <= truth && (interval?.high ?? Infinity) >= truth;
  };

const decides =
  (verdict: string) =>
  (c: Comparison): boolean =>
    c.verdict === verdict;

describe.each(Object.entries(environments))("on a %s machine, 2 000 comparisons of equal versions", (name, env) => {
  let equal: readonly Comparison[] = [];
  beforeAll(() => {
    equal = compareMany(env, 2000, randomOrder(0));
  });

  test.each(GATED)("%s differs at 0.05 in at most 6.5 in a hundred", (id) => {
    expect(share(equal, rejects(id))).toBeLessThanOrEqual(0.065);
  });
  test.each(GATED)("%s has the truth in its interval in at least 93.5 in a hundred", (id) => {
    expect(share(equal, covers(id, 0))).toBeGreaterThanOrEqual(0.935);
  });
  test("the gate says regressed in at most 2 %, 0.5 % when quiet", () => {
    expect(share(equal, decides("regressed"))).toBeLessThanOrEqual(name === "quiet" ? 0.005 : 0.02);
    expect(share(equal, decides("improved"))).toBeLessThanOrEqual(0.02);
  });
});

describe("a real change", () => {
  const slower = (percent: number, env: Environment): Comparison[] =>
    compareMany(env, 500, randomOrder(Math.log1p(percent / 100)));
  const p95Regressed = (c: Comparison): boolean => row(c, "predict.p95Ms")?.verdict === "regressed";

  test("of 10 % in p95 is found by ten pairs on a typical machine in at least 80 %", () => {
    const found = slower(10, environments.typical);
    expect(share(found, p95Regressed)).toBeGreaterThanOrEqual(0.8);
    expect(share(found, covers("predict.p95Ms", 0.1))).toBeGreaterThanOrEqual(0.92);
  });
  test("of 20 % is found in at least 85 % even on a noisy machine", () => {
    expect(share(slower(20, environments.noisy), decides("regressed"))).toBeGreaterThanOrEqual(0.85);
  });
  test("of exactly the floor is called no change in at most 6.5 %", () => {
    const atFloor = slower(5, environments.quiet);
    expect(share(atFloor, (c) => row(c, "predict.p95Ms")?.verdict === "no-change")).toBeLessThanOrEqual(0.065);
  });
  test("for the better is found as often as one for the worse", () => {
    const faster = compareMany(environments.typical, 500, randomOrder(-Math.log1p(0.1)));
    expect(share(faster, (c) => row(c, "predict.p95Ms")?.verdict === "improved")).toBeGreaterThanOrEqual(0.8);
  });
});

describe("random order", () => {
  const fixedOrder: Session = (env, _, random) =>
    simulatePairs(env, new Array<"AB">(10).fill("AB"), { shift: 0, firstIsSlower: 0.03 }, random);
  const blocked: Session = (env, _, random) => simulateBlocked(env, 10, random);

  test("keeps its promise when the first run of a pair is 3 % slower", () => {
    const sessions = compareMany(environments.typical, 1000, randomOrder(0, 0.03));
    for (const id of GATED) expect(share(sessions, rejects(id))).toBeLessThanOrEqual(0.065);
  });
  test("is needed: the same in fixed order rejects equal versions in more than 15 %", () => {
    expect(share(compareMany(environments.typical, 300, fixedOrder), rejects("predict.p95Ms"))).toBeGreaterThan(0.15);
  });
  test("is needed: all of A, then all of B rejects equal versions in more than 15 %", () => {
    expect(share(compareMany(environments.typical, 300, blocked), rejects("predict.p95Ms"))).toBeGreaterThan(0.15);
  });
});

test("one run against one run, with more than 5 % called a regression, is wrong about equal versions in one of five", () => {
  const random = seededRandom(5);
  const slower = Array.from({ length: 2000 }, () => {
    const [pair] = simulatePairs(environments.typical, ["AB"], { shift: 0, firstIsSlower: 0 }, random);
    return (pair?.b.endpoints[0]?.values.p95Ms ?? 0) > 1.05 * (pair?.a.endpoints[0]?.values.p95Ms ?? 0);
  });
  expect(share(slower, (x) => x)).toBeGreaterThan(0.18);
});

describe("three planned looks at 0.0221", () => {
  const looks = [10, 15, 20];
  const sequential = (env: Environment, shift: number, count: number): (Comparison | undefined)[] => {
    const random = seededRandom(count);
    return Array.from({ length: count }, (_, seed) => {
      const pairs = simulatePairs(env, pairOrders(looks, seed), { shift, firstIsSlower: 0 }, random);
      const design = { ...single, alpha: 0.0221, plannedLooks: looks };
      let result: Comparison | undefined;
      for (const [i, look] of looks.entries()) {
        result = comparePairs(pairs.slice(0, look), { ...design, looksTaken: i + 1 });
        if (result.verdict !== "inconclusive") break;
      }
      return result;
    });
  };

  test("cry wolf in at most 2 % on a typical and on a noisy machine", () => {
    for (const env of [environments.typical, environments.noisy]) {
      expect(share(sequential(env, 0, 250), (c) => c?.verdict === "regressed")).toBeLessThanOrEqual(0.02);
    }
  });
  test("find 10 % on a typical machine in at least 95 %", () => {
    const found = sequential(environments.typical, Math.log(1.1), 300);
    expect(share(found, (c) => c?.verdict === "regressed")).toBeGreaterThanOrEqual(0.95);
  });
});
