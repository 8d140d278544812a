// Was the intended load sent? A run at another rate than asked for answers another question.

import { formatPercent } from "../format.ts";
import type { ValidityRule } from "./rule.ts";

/** Achieved over intended requests (statistics.md 3.3; Nighthawk makes the send rate a criterion in the same way). */
const LEAST_FRACTION = 0.99;
/** k6 starts n or n+1 iterations, and the last may still be under way at the end: so few missing prove nothing. */
const EDGE_REQUESTS = 2;

export const achievedRate: ValidityRule = ({ generator, endpoints }) => {
  const achieved = generator.achievedFraction;
  if (achieved === null || achieved >= LEAST_FRACTION) return undefined;
  const sent = endpoints.reduce((sum, e) => sum + e.count, 0);
  const missing = achieved > 0 ? sent / achieved - sent : Number.POSITIVE_INFINITY;
  if (missing <= EDGE_REQUESTS) return undefined;
  return {
    rule: "achieved-rate",
    severity: "invalid",
    finding: `only ${formatPercent(achieved)} of the intended requests were sent (limit ${formatPercent(LEAST_FRACTION)})`,
    advice: "Lower RATE, keep more users ready, or give the generator more CPU.",
  };
};
