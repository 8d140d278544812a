// What a search is judged by when the user names objectives: the latency and failures of all inference together are
// the search's own evidence, with bounds; every other objective must hold in a probe's recording as it does in a run's.

import { formatMs, formatPercent, plural } from "../format.ts";
import type { Objective } from "../objectives/objective.ts";
import type { ProbeResult, SearchPlan } from "./model.ts";

const isUpper = ({ bound }: Objective): boolean => bound === "below" || bound === "at-most";
const isGeneral = ({ endpoints, own }: Objective): boolean => endpoints === undefined && own === undefined;

/** Quantiles that a share of slow requests can stand for, the stricter evidence first. */
const QUANTILES = [
  { metric: "p99Ms", badLimit: 0.01 },
  { metric: "p95Ms", badLimit: 0.05 },
] as const;

export type ObjectiveLimits = Pick<Partial<SearchPlan>, "limitMs" | "badLimit" | "failedLimit" | "demands">;

/** The parts of a plan that objectives decide; empty without any. */
export function objectiveLimits(objectives: readonly Objective[]): ObjectiveLimits {
  const general = objectives.filter((o) => isGeneral(o) && isUpper(o));
  const slow = QUANTILES.flatMap(({ metric, badLimit }) =>
    general.filter((o) => o.metric === metric).map((objective) => ({ objective, badLimit })),
  )[0];
  const failed = general.find((o) => o.metric === "failedFraction");
  const demands = objectives.filter((o) => o !== slow?.objective && o !== failed);
  return {
    ...(slow === undefined ? {} : { limitMs: slow.objective.limit, badLimit: slow.badLimit }),
    ...(failed === undefined ? {} : { failedLimit: failed.limit }),
    ...(demands.length === 0 ? {} : { demands }),
  };
}

/** The plan's question in words: `p99 at most 500 ms`, with failures and other demands where it has any. */
export function limitText({ limitMs, badLimit, failedLimit, demands = [] }: SearchPlan): string {
  const failures = failedLimit === 0 ? "no failures" : `at most ${formatPercent(failedLimit)} failures`;
  const more = demands.length === 0 ? "" : `, and ${plural(demands.length, "further objective")}`;
  return `${limitedQuantile({ badLimit })} at most ${formatMs(limitMs)} ms, ${failures}${more}`;
}

/** The quantile that a plan limits: p99, or p95. */
export const limitedQuantile = ({ badLimit }: Pick<SearchPlan, "badLimit">): string =>
  `p${Number((100 * (1 - badLimit)).toFixed(3))}`;

/** The latency that is limited, as a probe met it; null when it had too few requests. */
export const limitedMs = (plan: Pick<SearchPlan, "badLimit">, { p95Ms, p99Ms }: ProbeResult): number | null =>
  limitedQuantile(plan) === "p95" ? p95Ms : p99Ms;
