// When iterations of the arrival-rate executors are due: pure functions from a scenario to rising times, counted from
// the scenario's start in milliseconds.

import type { ConstantRateScenario, RampingRateScenario } from "../options/scenario.ts";

/** Due times in ms since the scenario's start, rising; the index is the iteration's number in the test. */
export type DueTimes = Iterable<number>;

/**
 * Ticks at k·P, the first at 0, while below the duration. P is cut to whole nanoseconds as k6 does, so 60/s over 3 s
 * makes 181 iterations.
 */
export function* constantArrivals({ rate, timeUnitMs, durationMs }: ConstantRateScenario): Generator<number> {
  const periodNs = Math.floor((timeUnitMs * 1e6) / rate);
  const durationNs = durationMs * 1e6;
  for (let k = 0; k * periodNs < durationNs; k++) yield (k * periodNs) / 1e6;
}

/**
 * Iteration k = 1, 2, 3… is due when the integral of the piecewise-linear rate reaches k; what a stage leaves over
 * carries into the next.
 *
 * Within a stage from rate a to b over d, n iterations after its start: a·x + (b−a)·x²/(2d) = n, solved for x in the
 * form that stays exact when a and b are equal or close.
 */
export function* rampingArrivals({ startRate, stages, timeUnitMs }: RampingRateScenario): Generator<number> {
  let from = startRate / timeUnitMs;
  let stageStart = 0;
  let area = 0;
  let k = 1;
  for (const { durationMs, target } of stages) {
    const to = target / timeUnitMs;
    const stageArea = (durationMs * (from + to)) / 2;
    for (; k <= area + stageArea; k++) {
      const n = k - area;
      const root = Math.sqrt(Math.max(0, from * from + (2 * n * (to - from)) / durationMs));
      yield stageStart + (2 * n) / (from + root);
    }
    area += stageArea;
    stageStart += durationMs;
    from = to;
  }
}
