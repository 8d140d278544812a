// Why the guide's figure was not reached. Said only of a figure that was measured and surely missed: what was reached,
// or not measured, has nothing to explain.

import type { ClaimResult } from "./optimised.ts";
import { type ThreadLimit, threadLimitText } from "./thread-limit.ts";

/** The sentence about a claim; undefined when there is nothing to explain or nothing known that would. */
export function explanationOf({ claim, row, verdict }: ClaimResult, limit: ThreadLimit | null): string | undefined {
  const high = row?.improvementInterval.high ?? null;
  const low = row?.improvementInterval.low ?? null;
  const missed = claim.least !== null && high !== null && high < claim.least;
  if (!missed || (verdict !== "not reached" && verdict !== "within noise")) return undefined;
  if (!claim.byThreads) return claim.otherwise === "" ? undefined : claim.otherwise;
  // A gain beyond the limit says that the limit was measured in another minute than the gain.
  if (limit === null || limit.factor - 1 >= claim.least || (low !== null && low > limit.factor - 1)) return undefined;
  return [threadLimitText(limit), claim.otherwise].filter((part) => part !== "").join("; ");
}
