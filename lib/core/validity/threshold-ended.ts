// Did a threshold with abortOnFail end the run? Then it is shorter than planned because the service was judged already.

import type { ValidityRule } from "./rule.ts";

export const thresholdEnded: ValidityRule = (_, context) =>
  context.thresholdEnded === undefined
    ? undefined
    : {
        rule: "threshold-ended",
        severity: "suspect",
        finding: `the script ended the run early: ${context.thresholdEnded}`,
        advice: "The verdict on that threshold stands; the other figures are of a shorter run.",
      };
