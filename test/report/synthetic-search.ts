// A capacity search as it would be saved: the real search, sent the results of a service that is made up and breaks
// above forty users.

import { CAPACITY_SCHEMA } from "../../lib/core/capacity/capacity-format.ts";
import { findings } from "../../lib/core/capacity/findings.ts";
import type { Probe, ProbeResult, SavedSearch } from "../../lib/core/capacity/model.ts";
import { search } from "../../lib/core/capacity/search.ts";
import { searchPlan } from "../../lib/core/capacity/search-plan.ts";

const LIMIT_USERS = 40;

/** p99 rises slowly up to the limit and steeply above it. */
const p99At = (load: number): number => 120 + 7 * load + Math.max(0, load - LIMIT_USERS) ** 2 * 12;

const answer = (probe: Probe, blockMs: number, wrong: number): ProbeResult => {
  const ratePerSec = Math.min(probe.load * 2, 90);
  const total = Math.round((ratePerSec * blockMs) / 1000);
  const slow = probe.load > LIMIT_USERS ? Math.round(total * 0.08) : 0;
  return {
    elapsedMs: probe.durationMs,
    blocks: Array.from({ length: Math.max(1, probe.durationMs / blockMs) }, () => ({ total, slow, failed: 0 })),
    wrong,
    ratePerSec,
    predictionsPerSec: ratePerSec * 8,
    meanMs: p99At(probe.load) / 3,
    p95Ms: p99At(probe.load) / 1.5,
    p99Ms: p99At(probe.load),
    worstEndpoint: slow > 0 ? "batch-50" : null,
    voidBecause: [],
  };
};

/** `wrong` answers are seen in every probe. */
export function syntheticSearch(wrong = 0): SavedSearch {
  const plan = searchPlan("standard", "users", { start: 5, step: 5 });
  const it = search(plan);
  let step = it.next();
  while (!step.done) step = it.next(answer(step.value, plan.blockMs, wrong));
  return {
    schema: CAPACITY_SCHEMA,
    ...step.value,
    setting: { item: "prediction" },
    findings: findings(step.value, { targetPerSec: 200, pricePerHour: 1.5 }),
  };
}
