// Did other guests of the same host take CPU time from this machine?

import { formatPercent } from "../format.ts";
import { severityAbove, type ValidityRule } from "./rule.ts";

/** Share of CPU time. 2 % (statistics.md 3.3) blurs a p99; at 10 % a tenth of every second was somebody else's. */
const LIMITS = { suspect: 0.02, invalid: 0.1 } as const;

export const cpuSteal: ValidityRule = ({ generator }) => {
  if (generator.stealFraction === null) return undefined;
  const severity = severityAbove(generator.stealFraction, LIMITS);
  if (!severity) return undefined;
  return {
    rule: "cpu-steal",
    severity,
    finding: `${formatPercent(generator.stealFraction)} of this machine's CPU time was stolen by other guests (limit ${formatPercent(LIMITS.suspect)})`,
    advice: "Run again at a quieter time or on a dedicated machine; compare only interleaved runs here.",
  };
};
