// How a search goes about it: loads, lengths and limits. The algorithm that uses them is in search.ts; the lengths of
// the presets are those that were simulated (docs/capacity.md).

import type { Objective } from "../objectives/objective.ts";
import type { LoadUnit } from "./probe.ts";

export interface SearchPlan {
  readonly unit: LoadUnit;
  readonly start: number;
  /** How much is added after each load that passes; null doubles it, and then halves the gap to what failed. */
  readonly step: number | null;
  /** A gap below this share of the load that passed is not halved any more. */
  readonly gap: number;
  /** Highest load that is tried. */
  readonly cap: number;
  /** Loads are multiples of this. */
  readonly grain: number;
  readonly warmUpMs: number;
  readonly climbMs: number;
  /** Windows that must fail at one load before the climb stops there: too high is repaired later, too low never is. */
  readonly failingWindows: number;
  readonly confirmMs: number;
  readonly blockMs: number;
  /** Requests slower than this are bad. */
  readonly limitMs: number;
  /** Largest share of bad requests: 0.01 is "p99 ≤ limit". */
  readonly badLimit: number;
  /** Largest share of failed requests and wrong answers. */
  readonly failedLimit: number;
  /** What every probe must meet beside latency and failures; absent when nothing else is demanded. */
  readonly demands?: readonly Objective[];
  /** How much lower the next load is after a confirmation failed, as a share of it. */
  readonly backOff: number;
  /** How the back-off grows with each further failure: time that is short cannot go down in small steps. */
  readonly backOffGrowth: number;
  /** Whether to look between a load confirmed at once and the one that failed. */
  readonly bracket: boolean;
  /** Time the whole search may take. */
  readonly budgetMs: number;
}

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
