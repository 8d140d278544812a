// From a load plan to k6's options: one executor, and thresholds whose keys come from the plan, so that none can
// name a tag that does not exist.

import type { Options, Scenario } from "k6/options";
import { k6Duration } from "../core/duration.ts";
import { type LoadPlan, plannedMs } from "../core/load/load-plan.ts";
import { endpointNames } from "../core/load/mix.ts";
import { metric, tag } from "../core/metric-sample.ts";
import type { Objective } from "../core/objectives/objective.ts";

/** Seconds of requests that may be under way at once in the open model before arrivals are dropped. */
const OPEN_VU_SECONDS = 5;

const openScenario = (plan: LoadPlan, ratePerSec: number): Scenario => ({
  executor: "constant-arrival-rate",
  // A minute as unit lets a rate have a fraction.
  rate: Math.round(ratePerSec * 60),
  timeUnit: "1m",
  duration: k6Duration(plannedMs(plan)),
  preAllocatedVUs: Math.max(10, Math.ceil(ratePerSec)),
  maxVUs: Math.max(50, Math.ceil(ratePerSec * OPEN_VU_SECONDS)),
  gracefulStop: "30s",
});

/** Users kept ready for each request a second of a Poisson schedule: four times what a p99 of 500 ms can keep busy. */
const POISSON_VU_SECONDS = 2;

const poissonScenario = (plan: LoadPlan, ratePerSec: number): Scenario => ({
  executor: "constant-vus",
  vus: Math.max(20, Math.ceil(ratePerSec * POISSON_VU_SECONDS)),
  duration: k6Duration(plannedMs(plan)),
  gracefulStop: "30s",
});

const closedScenario = (plan: LoadPlan): Scenario => {
  const { stages } = plan.load;
  const first = stages[0]?.users ?? plan.options.users;
  const hold = (users: number, durationMs: number): { target: number; duration: string }[] => [
    { target: users, duration: "0s" },
    { target: users, duration: k6Duration(durationMs) },
  ];
  return {
    executor: "ramping-vus",
    startVUs: 0,
    stages: [
      { target: first, duration: k6Duration(plan.rampUpMs) },
      ...hold(first, plan.options.warmupMs - plan.rampUpMs),
      ...(stages.length === 0
        ? hold(first, plan.options.durationMs)
        : stages.flatMap((s) => hold(s.users ?? first, s.toMs - s.fromMs))),
    ],
    gracefulRampDown: "30s",
    gracefulStop: "30s",
  };
};

const executor = (plan: LoadPlan): Scenario => {
  if (plan.iterations !== null) {
    return {
      executor: "shared-iterations",
      vus: plan.options.users,
      iterations: plan.iterations,
      maxDuration: k6Duration(plan.options.durationMs),
    };
  }
  const { ratePerSec } = plan.options;
  if (ratePerSec === undefined) return closedScenario(plan);
  return plan.load.arrivals === "poisson" ? poissonScenario(plan, ratePerSec) : openScenario(plan, ratePerSec);
};

/** The sign of each bound. */
const signs: Readonly<Record<Objective["bound"], string>> = {
  below: "<",
  "at-most": "<=",
  above: ">",
  "at-least": ">=",
  equal: "==",
  "not-equal": "!=",
};

/** The same of the share that is left: at most 1 % wrong is at least 99 % right. */
const turned: typeof signs = {
  below: ">",
  "at-most": ">=",
  above: "<",
  "at-least": "<=",
  equal: "==",
  "not-equal": "!=",
};

interface Threshold {
  readonly metric: string;
  /** Tags beside the endpoint and the phase. */
  readonly only: string;
  readonly expression: string;
}

/** An objective as k6 threshold: the metric and what must hold of it; undefined when k6 has no metric for it. */
const threshold = ({ metric: key, bound, limit }: Objective): Threshold | undefined => {
  const sign = signs[bound];
  switch (key) {
    case "p95Ms":
      return { metric: "http_req_duration", only: ",expected_response:true", expression: `p(95)${sign}${limit}` };
    case "p99Ms":
      return { metric: "http_req_duration", only: ",expected_response:true", expression: `p(99)${sign}${limit}` };
    case "failedFraction":
      return { metric: "http_req_failed", only: "", expression: `rate${sign}${limit}` };
    case "wrongFraction":
      return { metric: metric.answer, only: "", expression: `rate${turned[bound]}${1 - limit}` };
    case "count":
      return { metric: "http_reqs", only: "", expression: `count${sign}${limit}` };
    default:
      return undefined;
  }
};

/** One threshold an endpoint and objective that is for it, over the measured phase; latency is of what succeeded. */
const thresholds = (plan: LoadPlan): Record<string, string[]> => {
  const all: Record<string, string[]> = {};
  for (const name of endpointNames(plan.mix)) {
    const its = plan.objectives.filter((o) => o.endpoints?.includes(name) ?? true);
    for (const t of its.flatMap((o) => threshold(o) ?? [])) {
      const key = `${t.metric}{${tag.endpoint}:${name},${tag.phase}:measure${t.only}}`;
      all[key] = [...(all[key] ?? []), t.expression];
    }
  }
  return all;
};

/** The `options` export of a scenario file. */
export const k6Options = (plan: LoadPlan): Options => ({
  scenarios: { [plan.scenario]: executor(plan) },
  thresholds: thresholds(plan),
  summaryTrendStats: ["avg", "min", "med", "max", "p(95)", "p(99)", "count"],
  userAgent: "tailgate",
});
