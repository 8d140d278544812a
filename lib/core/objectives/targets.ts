// Targets of a service: what it is meant to reach, shown beside its objectives and never a verdict. A throughput depends
// on the users chosen as much as on the service, and a mean hides the tail that objectives are about.

import { type Objective, TOTAL } from "./objective.ts";
import { readObjectives } from "./own-objectives.ts";

/**
 * The targets that are about what a load asks.
 * @param text in the grammar of objectives, about endpoints of the service
 * @throws TypeError when a description of ours is wrong
 */
export function targetsOf(text: string, asked: readonly { readonly name: string }[]): readonly Objective[] {
  if (text === "") return [];
  const read = readObjectives(text, { endpoints: undefined });
  if (read.kind === "problems") throw new TypeError(read.problems.join("; "));
  const names = new Set([TOTAL, ...asked.map(({ name }) => name)]);
  return read.objectives.filter((o) => (o.endpoints ?? []).every((name) => names.has(name)));
}
