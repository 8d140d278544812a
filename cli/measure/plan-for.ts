// From a scenario's name and the environment to its load plan, before anything is started.

import { CliError } from "../../lib/core/exit.ts";
import { parseLoadOptions } from "../../lib/core/load/load-options.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import { endpointNames } from "../../lib/core/load/mix.ts";
import { scenarios } from "../../lib/core/load/plans.ts";
import { readObjectives, withOwn } from "../../lib/core/objectives/own-objectives.ts";
import type { World } from "../../lib/core/world.ts";

/** The plan judged by OBJECTIVES too, where it is set. @throws CliError that lists what is wrong in it */
function withObjectives(plan: LoadPlan, text: string): LoadPlan {
  if (text === "") return plan;
  const endpoints = endpointNames(plan.mix);
  const own = readObjectives(text, { endpoints });
  if (own.kind === "problems") {
    throw new CliError(own.problems.map((problem) => `OBJECTIVES: ${problem}`).join("\n       "), {
      hint: "For example OBJECTIVES='p95<150ms; predict: p99<400ms, failed<0.1%; requests/s>30'",
    });
  }
  return { ...plan, objectives: withOwn(plan.objectives, own.objectives, endpoints) };
}

/** The plan of a scenario under an environment. @throws CliError that lists every wrong variable */
export function planFor(name: string, env: World["env"]): LoadPlan {
  const scenario = scenarios[name];
  if (scenario === undefined) {
    throw new CliError(`there is no scenario ${name}`, { hint: `Scenarios: ${Object.keys(scenarios).join(", ")}` });
  }
  const parsed = parseLoadOptions(env, scenario.defaults, scenario.endpoints);
  if (parsed.kind === "problems") throw new CliError(parsed.problems.join("\n       "));
  return withObjectives(scenario.plan(parsed.options), env.OBJECTIVES ?? "");
}
