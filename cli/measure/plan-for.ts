// From a scenario and the environment to its load plan, before anything is started.

import { CliError } from "../../lib/core/exit.ts";
import { parseLoadOptions } from "../../lib/core/load/load-options.ts";
import { endpointNames } from "../../lib/core/load/mix.ts";
import { withOwn } from "../../lib/core/objectives/own-objectives.ts";
import { targetsOf } from "../../lib/core/objectives/targets.ts";
import { overService, type ScenarioOverService } from "../../lib/core/scenario/over-service.ts";
import type { World } from "../../lib/core/world.ts";
import { shownFile } from "../../lib/node/service/load-module.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import type { FoundScenario } from "../scenario/find-scenario.ts";
import type { RunPlan } from "./measure-request.ts";
import { ownObjectives } from "./own-objectives.ts";

/** @throws CliError when it names what the service does not have */
export function bindScenario(
  found: FoundScenario,
  { service }: Pick<ServiceUnderTest, "service">,
): ScenarioOverService {
  try {
    return overService(found, service);
  } catch (error) {
    if (!(error instanceof TypeError) || found.own === undefined) throw error;
    throw new CliError(`${shownFile(found.own)}: ${error.message}`, { cause: error });
  }
}

/** The plan of a scenario over a service, under an environment. @throws CliError that lists every wrong variable */
export function planFor(
  found: FoundScenario,
  env: World["env"],
  { service }: Pick<ServiceUnderTest, "service">,
): RunPlan {
  const scenario = bindScenario(found, { service });
  const parsed = parseLoadOptions(env, scenario.defaults, scenario.endpoints);
  if (parsed.kind === "problems") throw new CliError(parsed.problems.join("\n       "));
  const plan = scenario.plan(parsed.options);
  const endpoints = endpointNames(plan.mix);
  const own = ownObjectives(env.OBJECTIVES, endpoints);
  // A load that ends by count says nothing of speed.
  const targets = plan.iterations === null ? targetsOf(service.targets ?? "", plan.mix) : [];
  return {
    ...plan,
    ...(found.own === undefined ? {} : { ownFile: found.own }),
    targets,
    objectives: withOwn(plan.objectives, own, endpoints),
  };
}
