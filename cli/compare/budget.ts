// From the time that somebody has to the comparison that fits into it: what is asked, how often, and when it may end.
// All of it is fixed before the first request, so that no result decides when to look.

import { parseDuration } from "../../lib/core/duration.ts";
import { CliError } from "../../lib/core/exit.ts";
import { formatDuration } from "../../lib/core/format.ts";
import { REST_OVERHEAD_MS, RUN_OVERHEAD_MS } from "./overhead.ts";
import { LEVEL, type Preset, THREE_LOOKS } from "./preset.ts";

/** About what the answers of both versions take, and to see how much each carries. */
const FIXED_MS = 30_000;
/** At rest alone it leaves time for a pair of instances more than its first look has. */
const LEAST_MS = 75_000;
const MOST_MS = 12 * 3_600_000;

/** At rest alone there are two looks, by Bonferroni; with eight pairs the smallest p is 1/128. */
const REST_LOOK = { first: 8, alpha: 0.02, most: 14 } as const;

/** A pair of runs with `runMs` of warm-up and measuring. */
const pairMs = (runMs: number, cooldownMs: number): number => 2 * (runMs + cooldownMs + RUN_OVERHEAD_MS);

/** Ways to spend the time, the most evidence first; each needs runs of at least `leastMs`. */
const plans = [
  { looks: [20, 30, 40], alpha: THREE_LOOKS, leastMs: 30_000, rest: { instances: 14, ms: 8000 } },
  { looks: [12, 16, 20], alpha: THREE_LOOKS, leastMs: 10_000, rest: { instances: 12, ms: 5000 } },
  { looks: [10], alpha: LEVEL, leastMs: 3500, rest: { instances: 10, ms: 2000 } },
] as const;

const LONGEST_RUN_MS = 75_000;

/** The longest run of which so many pairs fit. */
const runFor = (budgetMs: number, { looks, rest }: (typeof plans)[number], cooldownMs: number): number => {
  const restMs = rest.instances * (rest.ms + REST_OVERHEAD_MS);
  const perRun = (budgetMs - FIXED_MS - restMs) / (2 * Math.max(...looks));
  return perRun - cooldownMs - RUN_OVERHEAD_MS;
};

/** At rest alone: one pair of short runs shows that both sides stand a load, and decides nothing. */
function restPlan(budgetMs: number): Preset {
  const runMs = 4000;
  const eachMs = 2000;
  const left = budgetMs - FIXED_MS / 2 - pairMs(runMs, 500);
  const fit = Math.floor(left / (eachMs + REST_OVERHEAD_MS));
  const instances = Math.min(REST_LOOK.most, fit);
  return {
    name: `BUDGET=${formatDuration(budgetMs)}`,
    looks: [1],
    alpha: REST_LOOK.alpha,
    durationMs: runMs - 1000,
    warmupMs: 1000,
    cooldownMs: 500,
    rest: { instances, ms: eachMs, looks: [REST_LOOK.first, instances] },
    restAlone: true,
    budgetMs,
  };
}

/** The comparison that fits into a time. */
export function budgetPlan(budgetMs: number): Preset {
  for (const plan of plans) {
    const cooldownMs = plan.leastMs < 10_000 ? 500 : 2000;
    const runMs = Math.min(LONGEST_RUN_MS, runFor(budgetMs, plan, cooldownMs));
    if (runMs < plan.leastMs) continue;
    const warmupMs = Math.min(10_000, Math.max(1000, Math.round(runMs / 6000) * 1000));
    return {
      name: `BUDGET=${formatDuration(budgetMs)}`,
      looks: plan.looks,
      alpha: plan.alpha,
      durationMs: Math.floor((runMs - warmupMs) / 500) * 500,
      warmupMs,
      cooldownMs,
      rest: plan.rest,
      budgetMs,
    };
  }
  return restPlan(budgetMs);
}

/** `2m`, `5m`, `1h`. @throws CliError */
export function parseBudget(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= LEAST_MS && ms <= MOST_MS) return ms;
  throw new CliError(
    `BUDGET=${text}: must be a time from ${LEAST_MS / 1000}s to ${MOST_MS / 3_600_000}h, such as 2m, 5m or 20m`,
    {
      hint: "2m judges what a request costs at rest, 5m what is seen under load as well, 20m ends early where it can.",
    },
  );
}
