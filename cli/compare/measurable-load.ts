// The load of a comparison whose load nobody named: an arrival rate, the same on both sides, well below what the slower
// one carries. Near saturation the queue multiplies every difference, chance differences among them.

import type { Note } from "../../lib/core/compare/model.ts";
import { formatRate } from "../../lib/core/format.ts";
import type { World } from "../../lib/core/world.ts";

/** Requests a second that an instance of each side carried without pauses. */
export interface Carried {
  readonly a: number;
  readonly b: number;
}

/** At half of what it carries a single server holds one request on average, and half of its answers wait for nobody. */
const SHARE = 0.5;
/** More than this tells no more in a run of seconds, and costs the generator what the service should have. */
const MOST_PER_SEC = 100;
const LEAST_PER_SEC = 0.5;

/** Variables that say what load is wanted. */
const LOAD_VARIABLES = ["USERS", "RATE", "ARRIVALS", "THINK_TIME"] as const;

/** Whether the load may be chosen: of the one scenario that takes a rate and asks nothing about users. */
export const isLoadFree = (env: World["env"], scenario: string): boolean =>
  scenario === "baseline" && LOAD_VARIABLES.every((name) => (env[name] ?? "") === "");

/** Requests a second, two digits; undefined when either side carried next to nothing. */
export function measurableRate({ a, b }: Carried): number | undefined {
  const rate = Math.min(MOST_PER_SEC, SHARE * Math.min(a, b));
  return rate < LEAST_PER_SEC ? undefined : Number(rate.toPrecision(2));
}

export const loadNote = (rate: number, { a, b }: Carried): Note => ({
  kind: "load",
  severity: "info",
  text: `load: ${formatRate(rate)} requests/s on both sides, ${
    rate < MOST_PER_SEC ? "half of what the slower one carried" : "well below what either carried"
  } (baseline ${formatRate(a)}/s, after ${formatRate(b)}/s, without pauses), so that no queue multiplies the noise; USERS or RATE ask for another`,
});
