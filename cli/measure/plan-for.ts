// From a scenario's name and the environment to its load plan, before anything is started.

import { CliError } from "../../lib/core/exit.ts";
import { parseLoadOptions } from "../../lib/core/load/load-options.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import { scenarios } from "../../lib/core/load/plans.ts";
import type { World } from "../../lib/core/world.ts";

/** The plan of a scenario under an environment. @throws CliError that lists every wrong variable */
export function planFor(name: string, env: World["env"]): LoadPlan {
  const scenario = scenarios[name];
  if (scenario === undefined) {
    throw new CliError(`there is no scenario ${name}`, { hint: `Scenarios: ${Object.keys(scenarios).join(", ")}` });
  }
  const parsed = parseLoadOptions(env, scenario.defaults);
  if (parsed.kind === "problems") throw new CliError(parsed.problems.join("\n       "));
  return scenario.plan(parsed.options);
}
