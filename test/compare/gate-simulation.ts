// The whole gate with known truth: pairs under load (simulation.ts), what they cost, and instances at rest
// (rest-simulation.ts), judged together as a live comparison is.
//
// Assumed of the cost: a run's CPU per item wavers by 1.8 % (2.5 % between the runs of a pair, as measured with the
// reference service, docs/statistics.md), and a machine that makes requests slower makes their work dearer by a third
// of that (shared caches, clock speed).

import type { MeasuredPair, PairedDesign } from "../../lib/core/compare/pairs.ts";
import type { RestInstance } from "../../lib/core/compare/rest-latency.ts";
import type { RunStatistics } from "../../lib/core/compare/run-statistics.ts";
import type { Random } from "../../lib/core/random.ts";
import { type RestEnvironment, simulateRest } from "./rest-simulation.ts";
import { type Environment, normals, simulatePairs } from "./simulation.ts";

export interface GateTruth {
  /** B's log ratio to A, of latency, CPU and time at rest alike. */
  readonly shift: number;
  /** B's CPU is dearer by this log ratio in every run, as if one bad instance served them all. */
  readonly oneInstance?: number;
}

const COST_SD = 0.018;
const COST_OF_LEVEL = 1 / 3;

/** The level of a run, read back from its median: what the machine did to it. */
const levelOf = ({ endpoints }: RunStatistics): number => Math.log((endpoints[0]?.values.p50Ms ?? 40) / 40);

function withCost(run: RunStatistics, shift: number, normal: () => number): RunStatistics {
  const log = Math.log(20) + COST_OF_LEVEL * (levelOf(run) - shift) + COST_SD * normal() + shift;
  const values = { cpuPerThousand: Math.exp(log), memoryBytes: 180e6 };
  return { ...run, cost: { source: "processes", isCoarse: false, values } };
}

export interface SimulatedGate {
  readonly pairs: readonly MeasuredPair[];
  readonly restTimes: readonly RestInstance[];
}

/** As many pairs as `orders`, and as many instances at rest. */
export function simulateGate(
  { load, rest }: { readonly load: Environment; readonly rest: RestEnvironment },
  orders: readonly PairedOrder[],
  { shift, oneInstance = 0 }: GateTruth,
  seed: number,
  random: Random,
): SimulatedGate {
  const normal = normals(random);
  const pairs = simulatePairs(load, orders, { shift, firstIsSlower: 0 }, random).map((pair) => ({
    ...pair,
    a: withCost(pair.a, 0, normal),
    b: withCost(pair.b, shift + oneInstance, normal),
  }));
  return { pairs, restTimes: simulateRest(rest, orders.length, shift, seed, random) };
}

type PairedOrder = "AB" | "BA";

export const designOf = (alpha: number, looks: readonly number[], looksTaken = 1): PairedDesign => ({
  kind: "interleaved",
  seed: 1,
  alpha,
  plannedLooks: looks,
  looksTaken,
  interrupted: false,
});
