// Does the bookkeeping add up? Little's law (1961): mean requests in flight = throughput × mean time in the system.
// In a closed load the requests in flight and the pauses between them must make up the users, no more and no less.

import { formatRate } from "../format.ts";
import { inFlight } from "../in-flight.ts";
import type { MeasuredRun, ValidityRule } from "./rule.ts";
import { isConstantLoad } from "./steady-windows.ts";

/** More in flight than users is impossible; the tolerance is for requests that straddle the edges of the phase. */
const MOST_FRACTION = 1.1;
/** Below this the users spent their time neither in requests nor in pauses, so in the generator. */
const LEAST_FRACTION = { suspect: 0.8, invalid: 0.5 } as const;
/** Only successful requests have a latency; with more failures than this the sum says nothing. */
const MOST_FAILED = 0.01;

const meanInFlight = (run: MeasuredRun): number | undefined => {
  const [count, failed] = run.endpoints.reduce(([n, f], e) => [n + e.count, f + e.failed], [0, 0]);
  if (count === 0 || failed / count > MOST_FAILED) return undefined;
  return run.endpoints.reduce((sum, e) => sum + inFlight(e.ratePerSec, e.latencyMs.mean ?? 0), 0);
};

export const littlesLaw: ValidityRule = (run, { thinkTimeMs }) => {
  const { users, model } = run.load;
  const underWay = meanInFlight(run);
  if (model !== "closed" || users === null || users === 0 || underWay === undefined || !isConstantLoad(run))
    return undefined;
  const seen = `throughput × mean latency = ${formatRate(underWay)} requests in flight`;
  if (underWay > users * MOST_FRACTION)
    return {
      rule: "littles-law",
      severity: "invalid",
      finding: `${seen}, more than the ${users} users can have: counts or clocks are wrong`,
      advice: "Check the clock of this machine, and that only this run sent load; then run again.",
    };
  if (thinkTimeMs === undefined) return undefined;
  const rate = run.endpoints.reduce((sum, e) => sum + e.ratePerSec, 0);
  const explained = (underWay + (rate * thinkTimeMs) / 1000) / users;
  if (explained >= LEAST_FRACTION.suspect) return undefined;
  return {
    rule: "littles-law",
    severity: explained < LEAST_FRACTION.invalid ? "invalid" : "suspect",
    finding: `${seen}, but ${users} users should have kept ${formatRate(users - (rate * thinkTimeMs) / 1000)}: the rest was lost in the generator`,
    advice: "The generator could not keep its users busy: give it more CPU, or lower USERS.",
  };
};
