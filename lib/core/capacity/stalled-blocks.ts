// Blocks in which the machine stood still under the generator too: what was slow there says nothing about the service.
// Told by the generator's own clock and never by latencies, or every bad block would find its excuse.

import type { Reason } from "../recording.ts";

/** A time in which the generator's process did not get to run; both in ms since the epoch. */
export interface Stall {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A probe that lost more of its blocks than this is void: what is left is no sample of its time. */
const MOST_LOST = 1 / 3;

/** Stalls shorter than this share of the latency limit make no good request bad by themselves. */
const RELEVANT = 0.5;

/**
 * Which of `count` blocks of `blockMs`, the first beginning at `fromMs`, a stall touches. A stall reaches as far as
 * the requests it held up: `limitMs` past its end.
 */
export const stalledBlocks = (
  stalls: readonly Stall[],
  blocks: { readonly count: number; readonly blockMs: number; readonly fromMs: number },
  limitMs: number,
): readonly boolean[] => {
  const relevant = stalls.filter((s) => s.toMs - s.fromMs >= RELEVANT * limitMs);
  return Array.from({ length: blocks.count }, (_, i) => {
    const from = blocks.fromMs + i * blocks.blockMs;
    return relevant.some((s) => s.fromMs < from + blocks.blockMs && s.toMs + limitMs > from);
  });
};

/** Why a probe is void that lost `lost` of `count` blocks; empty when enough are left. */
export const tooManyStalled = (lost: number, count: number): readonly Reason[] =>
  lost <= MOST_LOST * count
    ? []
    : [
        {
          rule: "generator-stalled",
          severity: "invalid",
          finding: `the machine stood still under the generator in ${lost} of ${count} blocks`,
          advice: "Search on a quieter machine, or give the service another than the generator's.",
        },
      ];
