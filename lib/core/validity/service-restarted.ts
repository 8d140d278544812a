// Was it the same service from beginning to end?

import type { ValidityRule } from "./rule.ts";

export const serviceRestarted: ValidityRule = ({ service }) => {
  if (service === null || service.restarts === 0) return undefined;
  return {
    rule: "service-restarted",
    severity: "invalid",
    finding: `the service restarted ${service.restarts === 1 ? "once" : `${service.restarts} times`} during the run (its process start time changed)`,
    advice: "Look for a crash, an out-of-memory kill or a deployment in the service's log, then run again.",
  };
};
