// How much evidence a comparison gathers: pairs, looks and the length of a run. A preset is a default; DURATION and
// WARMUP win over it.

import { CliError } from "../../lib/core/exit.ts";
import type { UnlessSet } from "../script/own-load.ts";

export interface Preset {
  readonly name: string;
  /** Numbers of pairs after which the comparison may end. */
  readonly looks: readonly number[];
  /** Level at each look, such that all together stay at LEVEL. */
  readonly alpha: number;
  readonly durationMs: number;
  readonly warmupMs: number;
  readonly cooldownMs: number;
  /** At rest: pairs of fresh instances, and how long the two of a pair are asked in turn; 0 ms is not at all. */
  readonly rest: {
    readonly instances: number;
    readonly ms: number;
    /** Numbers of instance pairs after which asking may end; absent: all of them are asked. */
    readonly looks?: readonly number[];
  };
  /** Whether what is seen at rest is all that is judged: there is no time for pairs under load. */
  readonly restAlone?: boolean;
  /** The time it was planned for; absent in presets. */
  readonly budgetMs?: number;
}

/**
 * Level of the claims of a whole comparison. Below the usual 5 %, so that equal versions are called regressed in about
 * one comparison of two hundred on the noisiest machine of the simulation, too (docs/statistics.md).
 */
export const LEVEL = 0.025;
/** Pocock's constant for three looks, at about 1/2, 3/4 and all of the pairs, that hold LEVEL together (docs/statistics.md). */
export const THREE_LOOKS = 0.0111;

export const presets: readonly Preset[] = [
  {
    name: "quick",
    looks: [10],
    alpha: LEVEL,
    durationMs: 9000,
    warmupMs: 2000,
    cooldownMs: 500,
    rest: { instances: 10, ms: 3000 },
  },
  {
    name: "standard",
    looks: [12, 16, 20],
    alpha: THREE_LOOKS,
    durationMs: 30_000,
    warmupMs: 5000,
    cooldownMs: 5000,
    rest: { instances: 12, ms: 5000 },
  },
  {
    name: "rigorous",
    looks: [20, 30, 40],
    alpha: THREE_LOOKS,
    durationMs: 60_000,
    warmupMs: 10_000,
    cooldownMs: 5000,
    rest: { instances: 14, ms: 8000 },
  },
];

/** @throws CliError for a name that is none */
export const presetNamed = (name: string): Preset => {
  const found = presets.find((preset) => preset.name === name);
  if (found !== undefined) return found;
  throw new CliError(`PRESET=${name}: there is no such preset`, {
    hint: `Presets: ${presets.map((preset) => preset.name).join(", ")}`,
  });
};

/** The variables of a run under a preset, where they are not set. */
export const presetPhases = ({ durationMs, warmupMs }: Preset): UnlessSet => ({
  DURATION: `${durationMs}ms`,
  WARMUP: `${warmupMs}ms`,
});
