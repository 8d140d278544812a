// Did the scenario itself throw? Such an iteration sent less than it should have, and k6 alone would call it done.

import { formatCount } from "../format.ts";
import type { ValidityRule } from "./rule.ts";

export const scriptErrors: ValidityRule = ({ generator }) => {
  if (generator.scriptErrors === 0) return undefined;
  return {
    rule: "script-errors",
    severity: "invalid",
    finding: `${formatCount(generator.scriptErrors)} iterations of the scenario threw`,
    advice: "Mend the scenario; the first exception is in the engine's log.",
  };
};
