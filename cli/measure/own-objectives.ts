// The objectives that the user sets (OBJECTIVES), read once for every command.

import { CliError } from "../../lib/core/exit.ts";
import type { Objective } from "../../lib/core/objectives/objective.ts";
import { type Known, readObjectives } from "../../lib/core/objectives/own-objectives.ts";

/** None when `text` is unset or empty. @throws CliError that lists what is wrong in it, with the nearest known names */
export function ownObjectives(
  text: string | undefined,
  endpoints: Known["endpoints"],
  metrics: Known["metrics"] = [],
): readonly Objective[] {
  if (text === undefined || text === "") return [];
  const own = readObjectives(text, { endpoints, metrics });
  if (own.kind === "objectives") return own.objectives;
  throw new CliError(own.problems.map((problem) => `OBJECTIVES: ${problem}`).join("\n       "), {
    hint: "For example OBJECTIVES='p95<150ms; predict: p99<400ms, failed<0.1%; requests/s>30'",
  });
}
