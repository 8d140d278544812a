// Did the load generator live until the end? One that was killed leaves a run that looks like a short, healthy one.

import type { ValidityRule } from "./rule.ts";

export const generatorEnded: ValidityRule = (_, { generatorEnded: how }) =>
  how === undefined
    ? undefined
    : {
        rule: "generator-ended",
        severity: "invalid",
        finding: `the load generator ended before the run did: ${how}`,
        advice: "Look for an out-of-memory kill (dmesg) or whoever sent the signal; lower the load, then run again.",
      };
