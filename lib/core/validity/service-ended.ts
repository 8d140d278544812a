// Did the service live until the end? What it answered before it died is no measurement of a service, on either side of
// a comparison: a baseline that dies must not make the other side look better.

import type { ValidityRule } from "./rule.ts";

export const serviceEnded: ValidityRule = (_, { serviceEnded: how }) =>
  how === undefined
    ? undefined
    : {
        rule: "service-ended",
        severity: "invalid",
        finding: `the service ended during the run: ${how}`,
        advice: "Look for a crash or an out-of-memory kill in the service's log; it must outlive the load.",
      };
