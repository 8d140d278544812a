// From a finished run to an exit code: the ladder from the bottom up, since no rung is judged on a broken lower one.

import { exit } from "../../lib/core/exit.ts";
import type { Recording } from "../../lib/core/recording.ts";

/** The exit code of a run that only records: objectives are reported, not enforced. */
export function recordExit(r: Recording): number {
  if (r.generator.scriptErrors > 0) return exit.scriptException;
  if (r.partial) return exit.interrupted;
  return r.validity.verdict === "invalid" ? exit.invalid : exit.ok;
}

/** The exit code of a run that gates: an objective that failed is 99, one without data is 3. */
export function gateExit(r: Recording): number {
  if (r.generator.scriptErrors > 0) return exit.scriptException;
  if (r.partial) return exit.interrupted;
  if (r.endpoints.every((e) => e.count === 0)) return exit.noData;
  if (r.validity.verdict === "invalid") return exit.invalid;
  return { pass: exit.ok, fail: exit.objectiveFailed, "no-data": exit.noData }[r.objectives.verdict];
}
