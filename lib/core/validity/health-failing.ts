// Did the service call itself healthy while it was loaded? It is the service's trouble more than the measurement's,
// so it never makes a run invalid: the objectives judge the failures.

import { healthOf } from "../endpoint-role.ts";
import { formatCount } from "../format.ts";
import type { ValidityRule } from "./rule.ts";

export const healthFailing: ValidityRule = (run) => {
  const health = healthOf(run);
  if (!health || health.failed === 0) return undefined;
  return {
    rule: "health-failing",
    severity: "suspect",
    finding: `${formatCount(health.failed)} of ${formatCount(health.count)} health checks failed during the run`,
    advice: `Find out whether the service was down or only too busy to answer ${health.path}: an orchestrator would restart it.`,
  };
};
