// Simulated runs with known truth, at run level: the three environments of docs/statistics.md. One run is the log of
// its p50, p95, p99 and throughput: a level shared by all four (day, drift within the day, the run's own luck, a
// neighbour's disturbance) and each quantile's own sampling noise.
//
// Approximated: the sampling noise of a 30-second run of 3 000 requests is drawn from normals with the standard
// deviations that simulating its requests one by one gave (1.7, 3.3 and 7.3 % for p50, p95 and p99, neighbouring
// quantiles correlated), the requests themselves are not; throughput follows the mean latency of a closed loop.

import type { MeasuredPair } from "../../lib/core/compare/pairs.ts";
import type { RunStatistics } from "../../lib/core/compare/run-statistics.ts";
import type { Random } from "../../lib/core/random.ts";
import { syntheticRun } from "./synthetic-run.ts";

export interface Environment {
  readonly runSd: number;
  readonly driftSd: number;
  readonly daySd: number;
  readonly trendPerRun: number;
  readonly disturbedShare: number;
}

export const environments = {
  quiet: { runSd: 0.007, driftSd: 0.01, daySd: 0.015, trendPerRun: 0, disturbedShare: 0 },
  typical: { runSd: 0.02, driftSd: 0.03, daySd: 0.05, trendPerRun: 0.002, disturbedShare: 0.02 },
  noisy: { runSd: 0.04, driftSd: 0.06, daySd: 0.15, trendPerRun: 0.003, disturbedShare: 0.06 },
} satisfies Record<string, Environment>;

const DRIFT_MEMORY = 0.8;
const DISTURBANCE_SD = 0.25;
const QUANTILE_SD = { p50: 0.017, p95: 0.033, p99: 0.073 };
const BASE = { p50: Math.log(40), p95: Math.log(69), p99: Math.log(91), rate: Math.log(100) };

/** Standard normal numbers by Box and Muller's method. */
export const normals =
  (random: Random): (() => number) =>
  () =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** The level of run slot after run slot of one day, in log units: what every metric of a run shares. */
export const dayOf = (env: Environment, random: Random): (() => number) => {
  const normal = normals(random);
  const day = env.daySd * normal();
  let drift = env.driftSd * normal();
  let slot = 0;
  return () => {
    drift = DRIFT_MEMORY * drift + Math.sqrt(1 - DRIFT_MEMORY ** 2) * env.driftSd * normal();
    const disturbance = random() < env.disturbedShare ? Math.abs(DISTURBANCE_SD * normal()) : 0;
    return day + drift + env.trendPerRun * slot++ + env.runSd * normal() + disturbance;
  };
};

/** One run at `level` (log units, positive is slower). */
export const simulateRun = (id: string, level: number, random: Random): RunStatistics => {
  const normal = normals(random);
  const common = normal();
  const noise = (sd: number, own: number): number => sd * (Math.sqrt(0.5) * common + Math.sqrt(0.5) * own);
  return syntheticRun(id, {
    p50Ms: Math.exp(BASE.p50 + level + noise(QUANTILE_SD.p50, normal())),
    p95Ms: Math.exp(BASE.p95 + level + noise(QUANTILE_SD.p95, normal())),
    p99Ms: Math.exp(BASE.p99 + level + noise(QUANTILE_SD.p99, normal())),
    ratePerSec: Math.exp(BASE.rate - level - noise(QUANTILE_SD.p50, normal())),
  });
};

export interface Truth {
  /** B's latency against A's, in log units. */
  readonly shift: number;
  /** How much slower the first run of a pair is, in log units. */
  readonly firstIsSlower: number;
}

/** Pairs of one day in the given orders. */
export const simulatePairs = (
  env: Environment,
  orders: readonly ("AB" | "BA")[],
  truth: Truth,
  random: Random,
): readonly MeasuredPair[] => {
  const next = dayOf(env, random);
  return orders.map((order, i) => {
    const first = next() + truth.firstIsSlower;
    const second = next();
    const [a, b] = order === "AB" ? [first, second] : [second, first];
    return {
      index: i + 1,
      order,
      a: simulateRun(`a${i}`, a, random),
      b: simulateRun(`b${i}`, b + truth.shift, random),
    };
  });
};

/** All runs of A, then all of B: the design that must not be used. */
export const simulateBlocked = (env: Environment, n: number, random: Random): readonly MeasuredPair[] => {
  const next = dayOf(env, random);
  const a = Array.from({ length: n }, (_, i) => simulateRun(`a${i}`, next(), random));
  const b = Array.from({ length: n }, (_, i) => simulateRun(`b${i}`, next(), random));
  return a.flatMap((run, i) => {
    const other = b[i];
    return other === undefined ? [] : [{ index: i + 1, order: "AB" as const, a: run, b: other }];
  });
};
