// Arrivals as production sends them: a Poisson process, made in advance from a seed, so that both engines (and two
// versions of a service) see the very same arrivals. Neither engine has one of its own: k6's are evenly spaced.

import { mix32, seededRandom } from "../random.ts";

/** Names the stream of random numbers, so that it is not the one that chooses endpoints or texts. */
const STREAM = 5;

/**
 * When requests are due, in ms from the start, in rising order and before `durationMs`.
 *
 * Gaps are independent and exponential with mean 1/rate (by inversion), which is what makes it a Poisson process.
 */
export function poissonArrivals(seed: number, ratePerSec: number, durationMs: number): number[] {
  const random = seededRandom(mix32(seed, STREAM));
  const due: number[] = [];
  const meanGapMs = 1000 / ratePerSec;
  for (let t = 0; ; ) {
    t -= meanGapMs * Math.log(1 - random());
    if (t >= durationMs) return due;
    due.push(t);
  }
}
