// Did the wall clock jump? Windows are cut by it, though latencies are not.

import { formatMs } from "../format.ts";
import { severityAbove, type ValidityRule } from "./rule.ts";

/** Milliseconds. Windows are one second: a step of a tenth blurs them, a whole one moves samples to another. */
const LIMITS = { suspect: 100, invalid: 1000 } as const;

export const clockStep: ValidityRule = ({ generator }) => {
  if (generator.clockStepMs === null) return undefined;
  const step = Math.abs(generator.clockStepMs);
  const severity = severityAbove(step, LIMITS);
  if (!severity) return undefined;
  return {
    rule: "clock-step",
    severity,
    finding: `the wall clock moved ${formatMs(step)} ms against the monotonic clock during the run`,
    advice: "Wait until time synchronisation has settled (or the machine no longer sleeps), then run again.",
  };
};
