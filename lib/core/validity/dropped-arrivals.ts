// Did every arrival find a free user? An arrival that is dropped is load the service never saw, and the slow moments
// are those that drop.

import { formatCount, formatPercent } from "../format.ts";
import type { ValidityRule } from "./rule.ts";

/** Share of arrivals (statistics.md 3.3). One single drop in a short run is only a hint. */
const INVALID_SHARE = 0.001;

export const droppedArrivals: ValidityRule = ({ generator, endpoints, load }) => {
  if (load.model !== "open" || generator.dropped === 0) return undefined;
  const sent = endpoints.reduce((sum, e) => sum + e.count, 0);
  const share = generator.dropped / (sent + generator.dropped);
  return {
    rule: "dropped-arrivals",
    severity: generator.dropped > 1 && share > INVALID_SHARE ? "invalid" : "suspect",
    finding: `${formatCount(generator.dropped)} arrivals (${formatPercent(share)}) found no free user and were never sent`,
    advice: "Raise the number of users kept ready for the rate, or lower RATE: the service may be past its capacity.",
  };
};
