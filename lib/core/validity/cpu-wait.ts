// Did the generator get a CPU when it had something to do? Starved of it, it sends late and reads answers late, and
// both are counted as the service's latency. The one sign of it that k6 has too.

import { formatMs } from "../format.ts";
import { severityAbove, type ValidityRule } from "./rule.ts";

/**
 * Milliseconds, the mean over every turn a thread was given. A request takes several turns and the slow ones wait many
 * times the mean: 2 ms is a hundredth of the p95 objective and 10 ms a twentieth, before that. A two-core machine with
 * a load average of 5 shows 0.1 ms.
 */
const LIMITS = { suspect: 2, invalid: 10 } as const;

export const cpuWait: ValidityRule = ({ generator: { cpuWaitMs } }) => {
  if (cpuWaitMs === null || cpuWaitMs === undefined) return undefined;
  const severity = severityAbove(cpuWaitMs, LIMITS);
  if (!severity) return undefined;
  return {
    rule: "cpu-wait",
    severity,
    finding: `the load generator waited ${formatMs(cpuWaitMs)} ms for a CPU on average each time it had work (limit ${LIMITS.suspect} ms)`,
    advice: "Stop what else uses the CPUs, do not pin the generator to a busy one, or run it on another machine.",
  };
};
