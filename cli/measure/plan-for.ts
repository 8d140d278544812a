// From a scenario's name and the environment to its load plan, before anything is started.

import { CliError } from "../../lib/core/exit.ts";
import { parseLoadOptions } from "../../lib/core/load/load-options.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import { endpointNames } from "../../lib/core/load/mix.ts";
import { scenariosFor } from "../../lib/core/load/plans.ts";
import { withOwn } from "../../lib/core/objectives/own-objectives.ts";
import { targetsOf } from "../../lib/core/objectives/targets.ts";
import type { World } from "../../lib/core/world.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { ownObjectives } from "./own-objectives.ts";

/** The plan of a scenario over a service, under an environment. @throws CliError that lists every wrong variable */
export function planFor(name: string, env: World["env"], { service }: Pick<ServiceUnderTest, "service">): LoadPlan {
  const scenarios = scenariosFor(service);
  const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  if (scenario === undefined) {
    throw new CliError(`there is no scenario ${name}`, { hint: `Scenarios: ${Object.keys(scenarios).join(", ")}` });
  }
  const parsed = parseLoadOptions(env, scenario.defaults, scenario.endpoints);
  if (parsed.kind === "problems") throw new CliError(parsed.problems.join("\n       "));
  const plan = scenario.plan(parsed.options);
  const endpoints = endpointNames(plan.mix);
  const own = ownObjectives(env.OBJECTIVES, endpoints);
  // A load that ends by count says nothing of speed.
  const targets = plan.iterations === null ? targetsOf(service.targets ?? "", plan.mix) : [];
  return { ...plan, targets, objectives: withOwn(plan.objectives, own, endpoints) };
}
