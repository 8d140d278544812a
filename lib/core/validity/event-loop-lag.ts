// Was the generator's event loop on time? Whatever it is late, it adds to every latency it reads.

import { formatMs } from "../format.ts";
import { severityAbove, type ValidityRule } from "./rule.ts";

/**
 * Milliseconds, 99th percentile. Measured against the objective it would spoil (p95 < 200 ms): 20 ms is a tenth of
 * it; at 50 ms, a quarter, a generator starved on purpose had doubled the latency it reported. A generator that shares two cores with a busy
 * service shows 2 to 10 ms.
 */
const LIMITS = { suspect: 20, invalid: 50 } as const;

export const eventLoopLag: ValidityRule = ({ generator }) => {
  if (generator.lagMsP99 === null) return undefined;
  const severity = severityAbove(generator.lagMsP99, LIMITS);
  if (!severity) return undefined;
  return {
    rule: "event-loop-lag",
    severity,
    finding: `the generator's event loop was ${formatMs(generator.lagMsP99)} ms late at its 99th percentile (limit ${LIMITS.suspect} ms), and every latency includes that`,
    advice: "Stop what else runs on this machine, lower the load, or give the generator a core of its own.",
  };
};
