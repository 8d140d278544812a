// The suite's own scenarios by the names one may type: a file of scenarios/ each.

import type { Scenario } from "../../lib/core/scenario/scenario.ts";
import baseline from "../../scenarios/baseline.ts";
import capacity from "../../scenarios/capacity.ts";
import concurrency from "../../scenarios/concurrency.ts";
import smoke from "../../scenarios/smoke.ts";
import soak from "../../scenarios/soak.ts";
import spike from "../../scenarios/spike.ts";

export const suiteScenarios: Readonly<Record<string, Scenario>> = {
  smoke,
  baseline,
  concurrency,
  capacity,
  spike,
  soak,
};

export const suiteNames: readonly string[] = Object.keys(suiteScenarios);
