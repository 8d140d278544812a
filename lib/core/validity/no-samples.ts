// Is there anything to judge? No data is an outcome of its own: never a zero, never a pass.

import type { ValidityRule } from "./rule.ts";

export const noSamples: ValidityRule = ({ endpoints }) => {
  const silent = endpoints.filter((e) => e.count === 0).map((e) => e.name);
  if (endpoints.length > 0 && silent.length === 0) return undefined;
  const everything = silent.length === endpoints.length;
  return {
    rule: "no-samples",
    severity: everything ? "invalid" : "suspect",
    finding: everything
      ? "no request was recorded in the measured phase"
      : `no request was recorded for ${silent.join(", ")}`,
    advice: "Raise DURATION, or check that the scenario sends what it declares.",
  };
};
