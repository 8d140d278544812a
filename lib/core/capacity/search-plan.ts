// How a search goes about it: loads, lengths and limits. The algorithm that uses them is in search.ts; the lengths of
// the presets are those that were simulated (docs/capacity.md).

import type { LoadUnit, SearchPlan } from "./model.ts";

/** Length of the blocks a probe is cut into: short windows have three all the same, or they would bound nothing. */
export const blockLengthMs = ({ blockMs }: SearchPlan, durationMs: number): number => Math.min(blockMs, durationMs / 3);

export type SearchPreset = "quick" | "standard" | "rigorous";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Above this share of bad requests (lower bound) a load is clearly too much and one window is enough to say so. */
export const CLEAR_BREACH = 0.05;

const presets = {
  quick: {
    climbMs: 10 * SECOND,
    failingWindows: 2,
    confirmMs: 100 * SECOND,
    backOff: 0.2,
    backOffGrowth: 1.5,
    bracket: true,
    budgetMs: 8 * MINUTE,
  },
  standard: { climbMs: 30 * SECOND, confirmMs: 5 * MINUTE, failingWindows: 3, backOff: 0.04, budgetMs: 60 * MINUTE },
  rigorous: { climbMs: 30 * SECOND, confirmMs: 10 * MINUTE, failingWindows: 3, backOff: 0.08, budgetMs: 120 * MINUTE },
} as const satisfies Record<SearchPreset, Partial<SearchPlan>>;

/** The guide's question: from 5 users, until p99 exceeds 500 ms or requests fail. Its steps of 5 are `step: 5`. */
const guide = {
  start: 5,
  step: null,
  gap: 0.1,
  cap: 500,
  warmUpMs: 10 * SECOND,
  blockMs: 10 * SECOND,
  limitMs: 500,
  badLimit: 0.01,
  backOffGrowth: 1,
  failedLimit: 0,
  bracket: false,
} as const;

/** The plan of a preset in users or in requests a second, with `over` in place of what it names. */
export const searchPlan = (preset: SearchPreset, unit: LoadUnit, over: Partial<SearchPlan> = {}): SearchPlan => ({
  ...guide,
  unit,
  grain: unit === "users" ? 1 : 0.1,
  ...presets[preset],
  ...over,
});
