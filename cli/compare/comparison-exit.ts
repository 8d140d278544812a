// From a comparison to an exit code, by the ladder. Inconclusive is no failure unless the caller demands a decision.

import type { Comparison } from "../../lib/core/compare/model.ts";
import { exit } from "../../lib/core/exit.ts";
import { ladderExit } from "../../lib/core/ladder/ladder.ts";
import { answersWorse, comparisonStandings } from "../../lib/core/ladder/standings.ts";

/** @param strict whether inconclusive is an error of its own */
export function comparisonExit(c: Comparison, strict: boolean): number {
  const standings = comparisonStandings(c);
  // Answers that got worse are a regression; answers that are wrong on both sides alike are just that.
  if (standings.validity !== "bad" && answersWorse(c)) return exit.regressed;
  const code = ladderExit(standings, "compare");
  if (code !== exit.ok) return code;
  return c.design.interrupted ? exit.interrupted : ladderExit(standings, strict ? "strict" : "compare");
}
