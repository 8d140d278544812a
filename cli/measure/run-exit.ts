// From a finished run to an exit code: the ladder from the bottom up, since no rung is judged on a broken lower one.

import { exit } from "../../lib/core/exit.ts";
import type { Recording } from "../../lib/core/recording.ts";

/** Rules whose finding ended the run: nobody interrupted it, and there is nothing to go on with. */
const ENDED_IT = new Set(["generator-ended", "service-gone"]);

/** The exit code of a run that ended early: it was interrupted, unless it says that something broke it. */
const partialExit = ({ validity }: Recording): number =>
  validity.reasons.some((r) => r.severity === "invalid" && ENDED_IT.has(r.rule)) ? exit.invalid : exit.interrupted;

/** The exit code of a run that only records: objectives are reported, not enforced. */
export function recordExit(r: Recording): number {
  if (r.generator.scriptErrors > 0) return exit.scriptException;
  if (r.partial) return partialExit(r);
  return r.validity.verdict === "invalid" ? exit.invalid : exit.ok;
}

/** The exit code of a run that gates: an objective that failed is 99, one without data is 3. */
export function gateExit(r: Recording): number {
  if (r.generator.scriptErrors > 0) return exit.scriptException;
  if (r.partial) return partialExit(r);
  if (r.endpoints.every((e) => e.count === 0)) return exit.noData;
  if (r.validity.verdict === "invalid") return exit.invalid;
  return { pass: exit.ok, fail: exit.objectiveFailed, "no-data": exit.noData }[r.objectives.verdict];
}
