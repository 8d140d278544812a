// Were requests sent when they were due? Late sends make an open load gentler than it was asked to be.

import { formatMs } from "../format.ts";
import { severityAbove, type ValidityRule } from "./rule.ts";

/** Milliseconds, 99th percentile; the same scale as the event loop's lag, which is the usual cause. */
const LIMITS = { suspect: 20, invalid: 50 } as const;

export const sendLateness: ValidityRule = ({ generator }) => {
  if (generator.sendLagMsP99 === null) return undefined;
  const severity = severityAbove(generator.sendLagMsP99, LIMITS);
  if (!severity) return undefined;
  return {
    rule: "send-lateness",
    severity,
    finding: `requests were sent ${formatMs(generator.sendLagMsP99)} ms after they were due at the 99th percentile (limit ${LIMITS.suspect} ms)`,
    advice: "The generator fell behind its schedule: lower RATE, or give the generator a core of its own.",
  };
};
