// Which executor runs a scenario, how many VUs it needs when, and how it is described in a line.

import type { Scenario } from "../options/scenario.ts";
import { type Stripe, shareOf } from "../schedule/stripe.ts";
import { totalDuration } from "../schedule/vu-spans.ts";
import { arrivalRate, durationOf } from "./arrival-rate.ts";
import type { Executor } from "./scenario-host.ts";
import { constantVus, perVuIterations, rampingVus, sharedIterations } from "./vu-loops.ts";

export function executorOf(scenario: Scenario): Executor {
  switch (scenario.executor) {
    case "constant-vus":
      return constantVus(scenario);
    case "ramping-vus":
      return rampingVus(scenario);
    case "per-vu-iterations":
      return perVuIterations(scenario);
    case "shared-iterations":
      return sharedIterations(scenario);
    case "constant-arrival-rate":
    case "ramping-arrival-rate":
      return arrivalRate(scenario);
  }
}

/** Regular length in ms, graceful stop excluded. */
export const regularDuration = (scenario: Scenario): number => {
  switch (scenario.executor) {
    case "constant-vus":
      return scenario.durationMs;
    case "ramping-vus":
      return totalDuration(scenario.stages);
    case "per-vu-iterations":
    case "shared-iterations":
      return scenario.maxDurationMs;
    case "constant-arrival-rate":
    case "ramping-arrival-rate":
      return durationOf(scenario);
  }
};

/** Whether a scenario deals the iterations of one schedule out to whichever VU is free. */
export const dealsOut = ({ executor }: Scenario): boolean =>
  executor === "shared-iterations" || executor.endsWith("arrival-rate");

/** The VUs a scenario has ready from its start, and those it may add. */
export const vusOf = (scenario: Scenario): { readonly planned: number; readonly max: number } => {
  switch (scenario.executor) {
    case "ramping-vus": {
      const most = Math.max(scenario.startVus, ...scenario.stages.map((stage) => stage.target));
      return { planned: most, max: most };
    }
    case "constant-arrival-rate":
    case "ramping-arrival-rate":
      return { planned: scenario.preAllocatedVus, max: scenario.maxVus };
    default:
      return { planned: scenario.vus, max: scenario.vus };
  }
};

/** The most VUs of a share that scenarios need at one time; those that do not overlap share them. */
export function vusNeeded(scenarios: readonly Scenario[], which: "planned" | "max", share: Stripe): number {
  const needAt = (t: number): number =>
    scenarios
      .filter((s) => s.startTimeMs <= t && t < s.startTimeMs + regularDuration(s) + s.gracefulStopMs)
      .reduce((sum, s) => sum + shareOf(share, vusOf(s)[which]), 0);
  return Math.max(0, ...scenarios.map((s) => needAt(s.startTimeMs)));
}
