// Where a script's answers stand, by its own checks: one that fails is a wrong answer, unless the script says by a
// threshold on checks how many may fail, and no more did.

import type { Recording } from "../recording.ts";
import type { State } from "./ladder.ts";

const isAllowed = ({ objectives }: Pick<Recording, "objectives">): boolean => {
  const own = objectives.criteria.filter(({ metric }) => /^checks[.{]/.test(metric));
  return own.length > 0 && own.every(({ verdict }) => verdict === "pass");
};

export function checksState(recording: Pick<Recording, "checks" | "objectives">): State {
  const { checks } = recording;
  if (checks.every(({ passes, fails }) => passes + fails === 0)) return "unknown";
  if (checks.every(({ fails }) => fails === 0)) return "good";
  return isAllowed(recording) ? "warn" : "bad";
}
