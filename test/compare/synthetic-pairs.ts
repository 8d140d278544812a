// Pairs made by hand: B's values from A's by a change that is known, with noise from a seed.

import type { MeasuredPair, PairedDesign } from "../../lib/core/compare/pairs.ts";
import { seededRandom } from "../../lib/core/random.ts";
import { normals } from "./simulation.ts";
import { type RunValues, syntheticRun } from "./synthetic-run.ts";

export const tenPairs: PairedDesign = {
  kind: "interleaved",
  seed: 1,
  alpha: 0.05,
  plannedLooks: [10],
  looksTaken: 1,
  interrupted: false,
};

/** Latencies and rate of a run that is `factor` times as slow as the default one. */
export const slowedBy = (factor: number): RunValues => ({
  p50Ms: 40 * factor,
  p95Ms: 69 * factor,
  p99Ms: 91 * factor,
  meanMs: 42 * factor,
  ratePerSec: 100 / factor,
});

/** `n` pairs in which B is `factor` times as slow, with `sd` of noise (logs) on every run. */
export const pairsOf = (
  n: number,
  factor: number,
  { sd = 0.02, seed = 1, a = {}, b = {} }: { sd?: number; seed?: number; a?: RunValues; b?: RunValues } = {},
): readonly MeasuredPair[] => {
  const normal = normals(seededRandom(seed));
  return Array.from({ length: n }, (_, i) => ({
    index: i + 1,
    order: i % 2 === 0 ? ("AB" as const) : ("BA" as const),
    a: syntheticRun(`a${i}`, { ...slowedBy(Math.exp(sd * normal())), ...a }),
    b: syntheticRun(`b${i}`, { ...slowedBy(factor * Math.exp(sd * normal())), ...b }),
  }));
};
