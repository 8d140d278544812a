// What a search has shown when its time is over and no single long run passed: every window and run at a load or above
// it says something about that load, since a service is no worse with fewer users.

import { badShare } from "./bad-share.ts";
import type { Entry, SearchPlan, Shown } from "./model.ts";

/** Less time than this share of a confirmation sees too few stalls, however many requests it has. */
const LEAST_TIME = 0.75;

const isClean = (plan: SearchPlan, entries: readonly Entry[]): boolean =>
  entries.every(
    (e) => e.failed <= plan.failedLimit * e.share.total && e.result.wrong <= plan.failedLimit * e.share.total,
  );

/**
 * The highest load whose share of bad requests is within the limit by its 95 % upper bound, over all probes from that
 * load up to some higher one; null when there is none. All probes between the two count, failed ones included.
 *
 * It rests on the share not falling with load: the mean over higher loads is at least the share at the lowest.
 */
export function shown(plan: SearchPlan, entries: readonly Entry[]): Shown | null {
  const judged = entries.filter((e) => e.verdict !== "void");
  const loads = [...new Set(judged.map((e) => e.probe.load))].sort((x, y) => y - x);
  for (const load of loads) {
    for (const upTo of loads.filter((other) => other >= load)) {
      const within = judged.filter((e) => e.probe.load >= load && e.probe.load <= upTo);
      const durationMs = within.reduce((sum, e) => sum + e.probe.durationMs, 0);
      if (durationMs < LEAST_TIME * plan.confirmMs || !isClean(plan, within)) continue;
      const share = badShare(within.flatMap((e) => e.result.blocks));
      if (share.upper <= plan.badLimit) return { load, share, upTo, durationMs };
    }
  }
  return null;
}
