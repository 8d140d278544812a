// The report of a run that is not over: the same page, under a headline that gives no verdict away early.

import { formatDuration } from "../../lib/core/format.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { RunModel } from "./model.ts";
import { runModel } from "./run-model.ts";

/** `soFar` holds what has been measured until now; its `durationMs` is the measured time. */
export function runningModel(soFar: Recording): RunModel {
  const measured = soFar.durationMs > 0;
  return {
    ...runModel(soFar),
    headline: {
      state: "unknown",
      text: measured ? `Running, ${formatDuration(soFar.durationMs)} measured` : "Warming up",
    },
    // Figures of an unfinished run are shown, not judged.
    ladder: [],
    criteria: [],
  };
}
