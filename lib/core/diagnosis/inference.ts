// A few figures over the requests that are inference.

import { inferenceOf } from "../endpoint-role.ts";
import { LatencyHistogram } from "../histogram.ts";
import { inFlight } from "../in-flight.ts";
import { measuredWindows } from "../measured-windows.ts";
import type { Window } from "../recording.ts";
import type { MeasuredRun } from "../validity/rule.ts";

/** Mean number of inference requests under way: Little's law over the measured phase. */
export const inFlightOf = (run: MeasuredRun): number =>
  inferenceOf(run).reduce((sum, e) => sum + inFlight(e.ratePerSec, e.latencyMs.mean ?? 0), 0);

/** All successful latencies of some windows. */
export const latenciesOf = (windows: readonly Window[]): LatencyHistogram => {
  const all = new LatencyHistogram();
  for (const w of windows) if (w.n > w.failed) all.merge(LatencyHistogram.decode(w.hdr));
  return all;
};

/** Measured windows of all inference endpoints by second. */
export function inferenceBySecond(run: MeasuredRun): ReadonlyMap<number, readonly Window[]> {
  const seconds = new Map<number, Window[]>();
  for (const w of inferenceOf(run).flatMap(measuredWindows)) seconds.set(w.t, [...(seconds.get(w.t) ?? []), w]);
  return seconds;
}
