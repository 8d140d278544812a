// From a finished run to an exit code: what ended it early comes first, then the ladder (lib/core/ladder).

import { exit } from "../../lib/core/exit.ts";
import { ladderExit } from "../../lib/core/ladder/ladder.ts";
import { runStandings } from "../../lib/core/ladder/standings.ts";
import type { Recording } from "../../lib/core/recording.ts";

/** Rules whose finding ended the run: nobody interrupted it, and there is nothing to go on with. */
const ENDED_IT = new Set(["generator-ended", "service-gone"]);

/** The exit code of a run that ended early: it was interrupted, unless it says that something else ended it. */
const partialExit = ({ validity }: Recording): number => {
  if (validity.reasons.some((r) => r.severity === "invalid" && ENDED_IT.has(r.rule))) return exit.invalid;
  const { reasons } = validity;
  return reasons.some((r) => r.rule === "threshold-ended") ? exit.objectiveFailed : exit.interrupted;
};

/** record: the run need only be sound. gate: its answers must be right and its objectives met; without data it is 3. */
export function runExit(r: Recording, question: "record" | "gate"): number {
  if (r.generator.scriptErrors > 0) return exit.scriptException;
  if (r.partial) return partialExit(r);
  if (question === "gate" && r.endpoints.every((e) => e.count === 0)) return exit.noData;
  return ladderExit(runStandings(r), question);
}
