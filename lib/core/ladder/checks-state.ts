// Where a script's answers stand, by its own checks: one that fails is a wrong answer, unless the script says by a
// threshold on checks how many may fail, and no more did.

import type { CheckRecord, Recording } from "../recording.ts";
import type { State } from "./ladder.ts";

const isAllowed = ({ objectives }: Pick<Recording, "objectives">): boolean => {
  const own = objectives.criteria.filter(({ metric }) => /^checks[.{]/.test(metric));
  return own.length > 0 && own.every(({ verdict }) => verdict === "pass");
};

/** Of all checks together; null without any. */
export const passedShare = (checks: readonly CheckRecord[]): number | null => {
  const made = checks.reduce((sum, { passes, fails }) => sum + passes + fails, 0);
  return made === 0 ? null : checks.reduce((sum, { passes }) => sum + passes, 0) / made;
};

export function checksState(recording: Pick<Recording, "checks" | "objectives">): State {
  const { checks } = recording;
  if (checks.every(({ passes, fails }) => passes + fails === 0)) return "unknown";
  if (checks.every(({ fails }) => fails === 0)) return "good";
  return isAllowed(recording) ? "warn" : "bad";
}
