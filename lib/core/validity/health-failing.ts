// Did the service call itself healthy while it was loaded? It is the service's trouble more than the measurement's,
// so it never makes a run invalid: the objectives judge the failures.

import { formatCount } from "../format.ts";
import type { ValidityRule } from "./rule.ts";

const HEALTH_PATH = "/health";

export const healthFailing: ValidityRule = ({ endpoints }) => {
  const health = endpoints.find((e) => e.path === HEALTH_PATH);
  if (!health || health.failed === 0) return undefined;
  return {
    rule: "health-failing",
    severity: "suspect",
    finding: `${formatCount(health.failed)} of ${formatCount(health.count)} health checks failed during the run`,
    advice:
      "Find out whether the service was down or only too busy to answer /health: an orchestrator would restart it.",
  };
};
