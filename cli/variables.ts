// `-e NAME=value`, as k6 has it: a variable for this command alone, and in a script's __ENV.

import { Option } from "commander";
import { CliError } from "../lib/core/exit.ts";
import type { World } from "../lib/core/world.ts";

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** The option; it may be repeated. */
export const variable = (): Option =>
  new Option("-e, --env <NAME=value>", "a variable, also for the script's __ENV; repeatable").argParser(collect);

/** The world with these variables set. @throws CliError for one that is not NAME=value */
export function withVariables(world: World, given: readonly string[] = []): World {
  const env: Record<string, string | undefined> = { ...world.env };
  for (const text of given) {
    const [, name, value] = /^([^=\s]+)=([\s\S]*)$/.exec(text) ?? [];
    if (name === undefined) throw new CliError(`-e ${text}: must be NAME=value`);
    env[name] = value;
  }
  return { ...world, env };
}
