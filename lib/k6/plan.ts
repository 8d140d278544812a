// The plan of a scenario inside k6: options from the environment, refused in init before any load is sent.

import { parseLoadOptions } from "../core/load/load-options.ts";
import type { LoadPlan } from "../core/load/load-plan.ts";
import { scenariosFor } from "../core/load/plans.ts";
import { service } from "./service-under-test.ts";

/** The plan of scenario `name` under this run's environment. @throws Error that lists every wrong variable */
export function planFromEnv(name: string): LoadPlan {
  const scenario = scenariosFor(service)[name];
  if (scenario === undefined) throw new Error(`no scenario is called ${name}`);
  const parsed = parseLoadOptions(__ENV, scenario.defaults, scenario.endpoints);
  if (parsed.kind === "problems") throw new Error(parsed.problems.join("\n"));
  return scenario.plan(parsed.options);
}
