// From a comparison to an exit code. Inconclusive is no failure unless the caller demands a decision.

import type { Comparison } from "../../lib/core/compare/model.ts";
import { exit } from "../../lib/core/exit.ts";

/** @param strict whether inconclusive is an error of its own */
export function comparisonExit(c: Comparison, strict: boolean): number {
  if (c.verdict === "invalid") return exit.invalid;
  if (c.verdict === "regressed") return exit.regressed;
  if (c.design.interrupted) return exit.interrupted;
  return c.verdict === "inconclusive" && strict ? exit.noData : exit.ok;
}
