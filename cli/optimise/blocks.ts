// Measures the profiles of an experiment in blocks: every block runs each profile once, in an order of its own, from a
// service that was started for it. Two profiles of one block are a pair, so one baseline run serves several claims.

import type { MeasuredPair } from "../../lib/core/compare/pairs.ts";
import { type RunStatistics, runStatistics } from "../../lib/core/compare/run-statistics.ts";
import { mix32, seededRandom, shuffled } from "../../lib/core/random.ts";
import type { Recording } from "../../lib/core/recording.ts";

export type MeasureProfile = (profile: string) => Promise<Recording>;

/** One run of each profile, in the order they were made. */
export interface Block {
  readonly order: readonly string[];
  readonly runs: ReadonlyMap<string, Recording>;
}

/** Longest measured phase that a slow machine is given. */
const LONGEST_MS = 60_000;
/** A run may be this much slower than the one that set the pace and still make its requests. */
const MARGIN = 1.5;

/** How long a run must last for so many requests at a pace; never shorter than planned. */
export const durationForRequests = (requests: number, ratePerSec: number, plannedMs: number): number =>
  ratePerSec <= 0
    ? plannedMs
    : Math.max(plannedMs, Math.min(LONGEST_MS, Math.ceil(((requests * MARGIN) / ratePerSec) * 1000)));

/** The order of each block, fixed by the seed. */
export const blockOrders = (profiles: readonly string[], blocks: number, seed: number): readonly string[][] =>
  Array.from({ length: blocks }, (_, i) => shuffled(profiles, seededRandom(mix32(seed, i))));

/** Measures one block; undefined when `interrupted` fires before it is whole. */
export async function measureBlock(
  order: readonly string[],
  measure: MeasureProfile,
  interrupted: AbortSignal,
): Promise<Block | undefined> {
  const runs = new Map<string, Recording>();
  for (const profile of order) {
    const recording = await measure(profile);
    if (interrupted.aborted) return undefined;
    runs.set(profile, recording);
  }
  return { order, runs };
}

/** The pairs of two profiles, one a block. */
export function pairsOf(blocks: readonly Block[], from: string, to: string): readonly MeasuredPair[] {
  return blocks.flatMap((block, i) => {
    const [a, b] = [block.runs.get(from), block.runs.get(to)];
    if (a === undefined || b === undefined) return [];
    const statistics: [RunStatistics, RunStatistics] = [runStatistics(a), runStatistics(b)];
    const order = block.order.indexOf(from) < block.order.indexOf(to) ? "AB" : "BA";
    return [{ index: i + 1, order, a: statistics[0], b: statistics[1] }];
  });
}
