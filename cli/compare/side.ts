// What a comparison needs from whatever makes its runs: one call, one recorded run of one side.

import type { Recording } from "../../lib/core/recording.ts";

/** a: the baseline; b: what is being judged. */
export type SideName = "a" | "b";

/** One run of a comparison, as the plan has it. */
export interface PlannedRun {
  readonly side: SideName;
  /** 1, 2, 3… counting every pair that is started, re-runs included. */
  readonly pair: number;
  /** together: the other side runs at the same moment (duet). */
  readonly place: "first" | "second" | "together";
}

/**
 * Starts the side's service afresh, waits until it is ready, warms it up, measures, stops it, saves the recording and
 * hands it over. Resolves early with a partial recording when the user interrupts. Both runs of a pair must use the
 * same load seed.
 * @throws CliError when there is nothing to record
 */
export type Measure = (run: PlannedRun) => Promise<Recording>;
