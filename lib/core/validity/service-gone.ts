// Was there a service to measure? A refused connection means that nothing listened: what came of such requests says
// nothing about a service, neither that it was slow nor that it failed.

import { formatCount, formatPercent } from "../format.ts";
import type { ValidityRule } from "./rule.ts";

/** Share of requests. A service that restarts within a run refuses for a moment; more is no measurement of one. */
const INVALID_SHARE = 0.01;

export const serviceGone: ValidityRule = ({ endpoints }, { serviceGone: how }) => {
  const refused = endpoints.reduce((sum, e) => sum + (e.errors["connection-refused"] ?? 0), 0);
  if (refused === 0 && how === undefined) return undefined;
  const count = endpoints.reduce((sum, e) => sum + e.count, 0);
  const share = count === 0 ? 0 : refused / count;
  const seen = `${formatCount(refused)} of ${formatCount(count)} requests (${formatPercent(share)}) were refused a connection: nothing listened`;
  return {
    rule: "service-gone",
    severity: how !== undefined || share > INVALID_SHARE ? "invalid" : "suspect",
    finding: `the service was gone: ${seen}${how === undefined ? "" : `; ${how}`}`,
    advice: "Look for a crash or a restart in the service's log, and whether BASE_URL is the port it listens on.",
  };
};
