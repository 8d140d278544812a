// What the row at rest promises, on simulated instances with known truth (rest-simulation.ts), and what would go wrong
// if rows instead of instances were the evidence. Seeded, so the rates are the same on every machine.

import { describe, expect, test } from "vitest";
import { estimateFromPairs } from "../../lib/core/compare/estimate.ts";
import { pendingRestLatency, type RestInstance } from "../../lib/core/compare/rest-latency.ts";
import { seededRandom } from "../../lib/core/random.ts";
import { type RestEnvironment, restEnvironments, simulateRest } from "./rest-simulation.ts";

/** As gated in a comparison: one of about ten rows that share 5 %. */
const family = { alpha: 0.05, size: 10, minimumPairs: 9 };

const judge = (instances: readonly RestInstance[]) => {
  const [pending] = pendingRestLatency(instances, 0.05);
  return pending?.close(Math.min(1, family.size * (pending.familyP ?? 1)), family);
};

const many = (env: RestEnvironment, shift: number, count: number, instances = 10) => {
  const random = seededRandom(count);
  return Array.from({ length: count }, (_, i) => judge(simulateRest(env, instances, shift, 100 * i, random)));
};

const share = <T>(xs: readonly T[], holds: (x: T) => boolean): number => xs.filter(holds).length / xs.length;

describe.each(Object.entries(restEnvironments))("with %s, versions that are equal", (_, env) => {
  const equal = many(env, 0, 400);
  test("differ at 0.05, before any correction, in at most 8 in a hundred", () => {
    expect(share(equal, (row) => (row?.p ?? 1) <= 0.05)).toBeLessThanOrEqual(0.08);
  });
  test("are called regressed in at most one in two hundred", () => {
    expect(share(equal, (row) => row?.verdict === "regressed")).toBeLessThanOrEqual(0.005);
  });
  test("have no change in their interval in at least 92 in a hundred", () => {
    const covers = share(equal, (row) => (row?.changeInterval.low ?? 1) <= 0 && (row?.changeInterval.high ?? -1) >= 0);
    expect(covers).toBeGreaterThanOrEqual(0.92);
  });
});

describe("a real change on a calm machine", () => {
  test("of 5 % is regressed every time, its size within a point", () => {
    const slower = many(restEnvironments.calm, Math.log(1.05), 200);
    expect(share(slower, (row) => row?.verdict === "regressed")).toBe(1);
    expect(share(slower, (row) => Math.abs((row?.change ?? 0) - 0.05) < 0.01)).toBeGreaterThanOrEqual(0.98);
  });
  test("of 2 % is no change, and of known size", () => {
    const slower = many(restEnvironments.calm, Math.log(1.02), 200);
    expect(share(slower, (row) => row?.verdict === "no-change")).toBeGreaterThanOrEqual(0.9);
    expect(share(slower, (row) => (row?.changeInterval.low ?? 0) > 0)).toBeGreaterThanOrEqual(0.95);
  });
  test("of nothing is said to be no change", () => {
    expect(share(many(restEnvironments.calm, 0, 200), (row) => row?.verdict === "no-change")).toBeGreaterThanOrEqual(
      0.98,
    );
  });
});

test("rows as evidence instead of instances call equal versions different in more than half of the comparisons", () => {
  const random = seededRandom(3);
  const rejected = Array.from({ length: 200 }, (_, i) => {
    const [instance] = simulateRest(restEnvironments["instance effects"], 1, 0, 100 * i, random);
    const byRow = (instance?.rows ?? []).slice(0, 40).map(({ aMs, bMs }) => Math.log(bMs / aMs));
    return (estimateFromPairs(byRow, 0.05)?.p ?? 1) <= 0.05;
  });
  expect(share(rejected, (x) => x)).toBeGreaterThan(0.5);
});
