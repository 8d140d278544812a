// Did a script fail outside of its iterations, or end its test itself? Its requests until then were measured all the same.

import type { ValidityRule } from "./rule.ts";

export const scriptFault: ValidityRule = (_, context) =>
  context.scriptFault === undefined
    ? undefined
    : {
        rule: "script-fault",
        severity: "suspect",
        finding: `the script did not end as it should: ${context.scriptFault.split("\n", 1)[0] ?? ""}`,
        advice: "Mend the script; what it sent until then is recorded.",
      };
