// Whether what was seen at rest is enough, where that is all that is judged.

import { minimumPairs } from "../stat/pair-planning.ts";
import { pendingRestLatency, type RestInstance } from "./rest-latency.ts";

/** The tests there are at rest: latency, and accuracy against what is known to be right. */
const REST_FAMILY = 2;

/** At a planned look of level `alpha`: regressed, improved or no change, whatever the other test says. */
export function isDecidedAtRest(instances: readonly RestInstance[], alpha: number, floor?: number): boolean {
  const [row] = pendingRestLatency(instances, alpha, floor);
  if (row?.familyP == null) return false;
  const family = { alpha, size: REST_FAMILY, minimumPairs: minimumPairs(REST_FAMILY, alpha) };
  return row.close(Math.min(1, REST_FAMILY * row.familyP), family).verdict !== "inconclusive";
}
