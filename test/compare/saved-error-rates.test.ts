// Saved recordings of equal versions from different days, simulated with known truth: how often the comparison cries
// wolf without a profile of the host and with one, and what size of change it finds.

import { describe, expect, test } from "vitest";
import type { Comparison } from "../../lib/core/compare/model.ts";
import { NOISE_SCHEMA } from "../../lib/core/compare/noise-format.ts";
import type { NoiseProfile, NoiseSession } from "../../lib/core/compare/noise-profile.ts";
import type { RunStatistics } from "../../lib/core/compare/run-statistics.ts";
import { compareSaved } from "../../lib/core/compare/saved.ts";
import { type Random, seededRandom } from "../../lib/core/random.ts";
import { dayOf, type Environment, environments, simulateRun } from "./simulation.ts";
import { syntheticRun } from "./synthetic-run.ts";

const oneDay = (env: Environment, side: string, n: number, shift: number, random: Random): RunStatistics[] => {
  const next = dayOf(env, random);
  return Array.from({ length: n }, (_, i) => simulateRun(`${side}${i}`, next() + shift, random));
};

const IDS = ["predict.p95Ms", "predict.p99Ms", "all.ratePerSec"];

const metricOf = (run: RunStatistics, id: string): number => {
  const [predict] = run.endpoints;
  const value = id.endsWith("p95Ms")
    ? predict?.values.p95Ms
    : id.endsWith("p99Ms")
      ? predict?.values.p99Ms
      : predict?.goodPerSec;
  return value ?? Number.NaN;
};

const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;

/** What an A/A comparison of ten pairs on one day would have written into the profile. */
const session = (env: Environment, day: number, random: Random): NoiseSession => {
  const a = oneDay(env, "a", 20, 0, random);
  const { scenario, engine, load, durationMs } = syntheticRun("x").fingerprint;
  return {
    startedAt: `2026-01-${String(day + 10).padStart(2, "0")}T10:00:00.000Z`,
    ...{ scenario, engine, load, durationMs, service: "baseline", pairs: 10 },
    metrics: IDS.map((id) => {
      const logs = a.map((run) => Math.log(metricOf(run, id)));
      const d = logs.filter((_, i) => i % 2 === 0).map((x, i) => (logs[2 * i + 1] ?? Number.NaN) - x);
      const pairSd = Math.sqrt(d.reduce((sum, x) => sum + (x - mean(d)) ** 2, 0) / (d.length - 1));
      return { id, gated: true, pairSd, levelLog: mean(logs) };
    }),
  };
};

const profileOf = (env: Environment, days: number, random: Random): NoiseProfile => ({
  schema: NOISE_SCHEMA,
  hostId: syntheticRun("x").fingerprint.hostId,
  sessions: Array.from({ length: days }, (_, day) => session(env, day, random)),
});

interface Setting {
  readonly env: Environment;
  readonly runs: number;
  readonly shift?: number;
  readonly days?: number;
}

const compareMany = (count: number, { env, runs, shift = 0, days = 0 }: Setting): Comparison[] => {
  const random = seededRandom(count);
  return Array.from({ length: count }, () => {
    const profile = days > 0 ? profileOf(env, days, random) : null;
    const [a, b] = [oneDay(env, "a", runs, 0, random), oneDay(env, "b", runs, shift, random)];
    return compareSaved(a, b, profile);
  });
};

const share = (comparisons: readonly Comparison[], verdict: string): number =>
  comparisons.filter((c) => c.verdict === verdict).length / comparisons.length;

describe.each(Object.entries(environments))("on a %s machine, saved recordings of equal versions", (_, env) => {
  test.each([
    [1, 500],
    [3, 1000],
    [10, 500],
  ])("%i a side, without a profile, are called regressed in at most two of a hundred (%i tried)", (runs, count) => {
    expect(share(compareMany(count, { env, runs }), "regressed")).toBeLessThanOrEqual(0.02);
  });
  test("with a profile of five days are called regressed in at most 2 %", () => {
    expect(share(compareMany(500, { env, runs: 3, days: 5 }), "regressed")).toBeLessThanOrEqual(0.02);
  });
});

describe("a real change in saved recordings", () => {
  test("is found when it is a doubling, without any profile", () => {
    expect(
      share(compareMany(200, { env: environments.typical, runs: 3, shift: Math.log(2) }), "regressed"),
    ).toBeGreaterThan(0.8);
  });
  test("of 30 % is found on a quiet machine once the profile knows five days", () => {
    const setting = { env: environments.quiet, runs: 3, shift: Math.log(1.3) };
    expect(share(compareMany(200, { ...setting, days: 5 }), "regressed")).toBeGreaterThan(0.8);
    expect(share(compareMany(200, setting), "regressed")).toBeLessThan(0.2);
  });
});
