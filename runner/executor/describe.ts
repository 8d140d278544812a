// Scenarios in words, as k6's start-up lines put them.

import type { Millis } from "../../lib/core/units.ts";
import { ms } from "../../lib/core/units.ts";
import { formatK6Duration } from "../options/duration.ts";
import type { Scenario } from "../options/scenario.ts";
import type { Segment } from "../options/segment.ts";
import { iterationStripe, type Share, vuStripe } from "../schedule/share.ts";
import { type Stripe, shareOf } from "../schedule/stripe.ts";
import { dealsOut, regularDuration, vusOf } from "./executors.ts";

const work = (scenario: Scenario): string => {
  const time = formatK6Duration(ms(regularDuration(scenario)));
  switch (scenario.executor) {
    case "constant-vus":
      return `${scenario.vus} looping VUs for ${time}`;
    case "ramping-vus":
      return `Up to ${vusOf(scenario).max} looping VUs for ${time} over ${scenario.stages.length} stages`;
    case "per-vu-iterations":
      return `${scenario.iterations} iterations for each of ${scenario.vus} VUs`;
    case "shared-iterations":
      return `${scenario.iterations} iterations shared among ${scenario.vus} VUs`;
    case "constant-arrival-rate":
      return `${((scenario.rate * 1000) / scenario.timeUnitMs).toFixed(2)} iterations/s for ${time}`;
    case "ramping-arrival-rate": {
      const most = Math.max(scenario.startRate, ...scenario.stages.map((stage) => stage.target));
      const perSecond = ((most * 1000) / scenario.timeUnitMs).toFixed(2);
      return `Up to ${perSecond} iterations/s for ${time} over ${scenario.stages.length} stages`;
    }
  }
};

const conditions = (scenario: Scenario): string => {
  const parts: string[] = [];
  if ("maxVus" in scenario) parts.push(`maxVUs: ${scenario.preAllocatedVus}-${scenario.maxVus}`);
  if ("maxDurationMs" in scenario) parts.push(`maxDuration: ${formatK6Duration(scenario.maxDurationMs)}`);
  if ("gracefulRampDownMs" in scenario)
    parts.push(`gracefulRampDown: ${formatK6Duration(scenario.gracefulRampDownMs)}`);
  if (scenario.exec !== "default") parts.push(`exec: ${scenario.exec}`);
  if (scenario.startTimeMs > 0) parts.push(`startTime: ${formatK6Duration(scenario.startTimeMs)}`);
  if (scenario.gracefulStopMs > 0) parts.push(`gracefulStop: ${formatK6Duration(scenario.gracefulStopMs)}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
};

/** What a process with these shares runs of a scenario, in whole VUs and, where iterations are shared, in whole iterations. */
function scaled(scenario: Scenario, vus: Stripe, iterations: Stripe): Scenario {
  const count = (total: number): number => shareOf(vus, total);
  const rate = (whole: number): number => (whole * iterations.offsets.length) / iterations.cycle;
  switch (scenario.executor) {
    case "constant-vus":
    case "per-vu-iterations":
      return { ...scenario, vus: count(scenario.vus) };
    case "shared-iterations":
      return { ...scenario, vus: count(scenario.vus), iterations: shareOf(iterations, scenario.iterations) };
    case "ramping-vus": {
      const stages = scenario.stages.map((stage) => ({ ...stage, target: count(stage.target) }));
      return { ...scenario, startVus: count(scenario.startVus), stages };
    }
    case "constant-arrival-rate":
    case "ramping-arrival-rate": {
      const pool = { preAllocatedVus: count(scenario.preAllocatedVus), maxVus: count(scenario.maxVus) };
      if (scenario.executor === "constant-arrival-rate") return { ...scenario, ...pool, rate: rate(scenario.rate) };
      const stages = scenario.stages.map((stage) => ({ ...stage, target: rate(stage.target) }));
      return { ...scenario, ...pool, startRate: rate(scenario.startRate), stages };
    }
  }
}

/** "2 looping VUs for 20s (gracefulStop: 30s)" */
export function describeScenario(scenario: Scenario, segment: Segment | undefined): string {
  const share: Share = { index: 0, of: 1, segment };
  const own = scaled(scenario, vuStripe(share), iterationStripe(share, vusOf(scenario).max, dealsOut(scenario)));
  return `${work(own)}${conditions(own)}`;
}

/** The longest the scenarios can take, graceful stops included. */
export const longestDuration = (scenarios: readonly Scenario[]): Millis =>
  ms(Math.max(0, ...scenarios.map((s) => s.startTimeMs + regularDuration(s) + s.gracefulStopMs)));
