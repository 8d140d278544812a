// Did the run last as long as it was asked to?

import type { ValidityRule } from "./rule.ts";

export const ranToEnd: ValidityRule = ({ partial }, { thresholdEnded }) =>
  partial && thresholdEnded === undefined
    ? {
        rule: "ran-to-end",
        severity: "suspect",
        finding: "the run ended early",
        advice: "Let it run to its end before its figures are compared with others.",
      }
    : undefined;
