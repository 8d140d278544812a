// One of the suite's scenarios, for tests that are about what it sends.

import { type FoundScenario, suiteScenario } from "../../cli/scenario/find-scenario.ts";
import { parseLoadOptions } from "../../lib/core/load/load-options.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import { overService, type ScenarioOverService } from "../../lib/core/scenario/over-service.ts";
import { referenceService } from "../../lib/core/service/reference.ts";

export function named(name: string): FoundScenario {
  const found = suiteScenario(name);
  if (found === undefined) throw new Error(`the suite has lost its scenario ${name}`);
  return found;
}

export const referenceScenario = (name: string): ScenarioOverService => overService(named(name), referenceService);

/** Its plan over the reference contract. @throws when a variable is wrong */
export function referencePlan(name: string, env: Readonly<Record<string, string>> = {}): LoadPlan {
  const { defaults, endpoints, plan } = referenceScenario(name);
  const parsed = parseLoadOptions(env, defaults, endpoints);
  if (parsed.kind === "problems") throw new Error(parsed.problems.join("\n"));
  return plan(parsed.options);
}
