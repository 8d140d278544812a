// The plan of a scenario inside k6: options from the environment, refused in init before any load is sent.

import { parseLoadOptions } from "../core/load/load-options.ts";
import type { LoadPlan } from "../core/load/load-plan.ts";
import { overService } from "../core/scenario/over-service.ts";
import { named } from "./scenario-under-test.ts";
import { service } from "./service-under-test.ts";

/** The plan of the scenario under this run's environment. @throws Error that lists every wrong variable */
export function planFromEnv(): LoadPlan {
  if (named === undefined) throw new Error("this script was bundled without a scenario");
  const scenario = overService(named, service);
  const parsed = parseLoadOptions(__ENV, scenario.defaults, scenario.endpoints);
  if (parsed.kind === "problems") throw new Error(parsed.problems.join("\n"));
  return scenario.plan(parsed.options);
}
