// Did the load generator stand still? Whatever it does not send while it is stopped, no figure of a closed load misses:
// the users wait with it, and no request is seen to be slow.

import { formatMs } from "../format.ts";
import { severityAbove, type ValidityRule } from "./rule.ts";

/**
 * Milliseconds. The runner knows how late its event loop was: half a second is a hiccup that everybody feels, at one
 * and a half the load was another one than asked for. k6 is only known to live by its samples, one a second at least:
 * what exceeds that second, with room for a busy machine, is its own standstill.
 */
const LIMITS = { runner: { suspect: 500, invalid: 1500 }, k6: { suspect: 1500, invalid: 2500 } } as const;

export const generatorFrozen: ValidityRule = ({ generator, engine }) => {
  const gapMs = generator.longestGapMs ?? null;
  if (gapMs === null) return undefined;
  const limits = LIMITS[engine.name];
  const severity = severityAbove(gapMs, limits);
  if (!severity) return undefined;
  return {
    rule: "generator-frozen",
    severity,
    finding: `the load generator stood still for ${formatMs(gapMs)} ms (limit ${limits.suspect} ms)`,
    advice: "Something stopped it or took its CPU (a suspended or overcommitted machine): run again where it does not.",
  };
};
