// Scenarios in words, as k6's start-up lines put them.

import type { Millis } from "../../lib/core/units.ts";
import { ms } from "../../lib/core/units.ts";
import { formatK6Duration } from "../options/duration.ts";
import type { Scenario } from "../options/scenario.ts";
import { regularDuration, vusOf } from "./executors.ts";

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

/** "2 looping VUs for 20s (gracefulStop: 30s)" */
export const describeScenario = (scenario: Scenario): string => `${work(scenario)}${conditions(scenario)}`;

/** The longest the scenarios can take, graceful stops included. */
export const longestDuration = (scenarios: readonly Scenario[]): Millis =>
  ms(Math.max(0, ...scenarios.map((s) => s.startTimeMs + regularDuration(s) + s.gracefulStopMs)));
