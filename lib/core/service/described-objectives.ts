// What a description demands of its endpoints, in the place of what a scenario demands of every service.

import type { Objective } from "../objectives/objective.ts";
import { readObjectives, withOwn } from "../objectives/own-objectives.ts";
import { requestKinds } from "./request-kinds.ts";
import type { Service } from "./service.ts";

const isTail = ({ metric }: Objective): boolean => metric === "p95Ms" || metric === "p99Ms";

/**
 * @param scenario its own objectives; one that judges no tail is given none
 * @param asked the endpoints of the run's mix
 */
export function withDescribed<Row>(
  scenario: readonly Objective[],
  service: Service<Row>,
  asked: readonly string[],
): readonly Objective[] {
  const judgesTails = scenario.some(isTail);
  const own = requestKinds(service).flatMap(({ name, endpoint }) => {
    if (endpoint.objectives === undefined || !asked.includes(name)) return [];
    const read = readObjectives(endpoint.objectives, { endpoints: [] });
    return read.kind === "problems" ? [] : read.objectives.map((o) => ({ ...o, endpoints: [name] }));
  });
  return withOwn(scenario, judgesTails ? own : own.filter((o) => !isTail(o)), asked);
}
