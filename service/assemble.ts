// Puts a profile's inference together: the baseline's parts, changed by each optimisation in turn, slowed down on
// request.

import type { LogFile } from "./log-file.ts";
import { baselineParts, type InferenceParts } from "./model/inference.ts";
import type { Optimisation } from "./optimisation.ts";
import { slowExtract, slowMultiply } from "./slowdown.ts";

/**
 * The parts of a profile. A slowdown repeats extraction inside the cache, where there is one (a hit does no work that
 * could be repeated), and the products of whichever kind the profile has.
 */
export function assembleParts(optimisations: readonly Optimisation[], log: LogFile, slowdown: number): InferenceParts {
  const loud = baselineParts((event) => log.writeLine(JSON.stringify({ time: Date.now(), ...event })));
  const base = { ...loud, extract: slowExtract(loud.extract, slowdown) };
  const parts = optimisations.reduce<InferenceParts>((built, { parts: change }) => change?.(built) ?? built, base);
  return { ...parts, multiply: slowMultiply(parts.multiply, slowdown) };
}
