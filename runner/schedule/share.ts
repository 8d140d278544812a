// What one thread of one process runs of a scenario. Processes take segments of the test, the threads of a process
// take turns within its segment; every VU and every iteration belongs to exactly one thread of one process.

import { inLowestTerms, type Segment } from "../options/segment.ts";
import { compose, everyNth, type Stripe, shareOf, WHOLE, weightedStripes } from "./stripe.ts";

/** Which of how many threads, in which segment of the test; without one the thread's process runs the whole. */
export interface Share {
  readonly index: number;
  readonly of: number;
  readonly segment?: Segment | undefined;
}

const NOTHING: Stripe = { cycle: 1, offsets: [] };

const segmentVus = ({ weights, index }: Segment): Stripe => weightedStripes(weights)[index] ?? NOTHING;

/** The process's VUs among all VUs of the test. */
export const processVus = ({ segment }: Pick<Share, "segment">): Stripe =>
  segment === undefined ? WHOLE : segmentVus(segment);

/** The thread's VUs among all VUs of the test. */
export const vuStripe = (share: Share): Stripe => compose(processVus(share), everyNth(share.index, share.of));

/**
 * The process's iterations among all of a scenario's. Where iterations are dealt out to whichever VU is free they
 * follow the VUs, as in k6: a segment with twice the VUs starts twice the iterations, one without any none.
 */
function processIterations(segment: Segment | undefined, vus: number, dealtOut: boolean): Stripe {
  if (segment === undefined) return WHOLE;
  if (!dealtOut) return segmentVus(segment);
  const scaled = weightedStripes(segment.weights).map((stripe) => shareOf(stripe, vus));
  return weightedStripes(inLowestTerms(scaled))[segment.index] ?? NOTHING;
}

/** @param vus the scenario's at most; dealtOut: its executor shares a schedule of iterations among its VUs */
export function iterationStripe(share: Share, vus: number, dealtOut: boolean): Stripe {
  const whole = processIterations(share.segment, vus, dealtOut);
  if (share.of === 1) return whole;
  const weights = Array.from({ length: share.of }, (_, index) => shareOf(vuStripe({ ...share, index }), vus));
  return compose(whole, weightedStripes(inLowestTerms(weights))[share.index] ?? NOTHING);
}
