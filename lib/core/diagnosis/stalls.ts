// Moments in which everything stops: nearly all requests under way become slow in the same second, while the seconds
// around are quick. Invisible in a median, and half of a p99.

import { inferenceOf } from "../endpoint-role.ts";
import { largest } from "../extremes.ts";
import { formatMs } from "../format.ts";
import { LatencyHistogram } from "../histogram.ts";
import { median } from "../quantile.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import type { DiagnosisRule } from "./diagnosis.ts";
import { inFlightOf, inferenceBySecond, latenciesOf } from "./inference.ts";

/** Slow is this many times the median of the run. */
const SLOW = 5;
/** Share of the requests in flight that must be slow at once. */
const TOGETHER = 0.6;
/**
 * The 90th percentile must be within this many medians: in a service whose queue is long anyway, a few large batches
 * in a row slow down everything behind them, and that is no stall.
 */
const OTHERWISE_EVEN = 3;
const LEAST_SLOW = 3;
const LEAST_STALLS = 2;

interface Stalls {
  readonly seconds: number;
  readonly of: number;
  readonly worstMs: number;
  readonly medianMs: number;
}

/** Of all inference requests of the measured phase, from the endpoints' totals. */
const inferenceLatencies = (run: MeasuredRun): LatencyHistogram => {
  const all = new LatencyHistogram();
  for (const e of inferenceOf(run)) if (e.count > e.failed) all.merge(LatencyHistogram.decode(e.hdr));
  return all;
};

const stallsIn = (run: MeasuredRun): Stalls | undefined => {
  const seconds = [...inferenceBySecond(run).values()];
  const all = inferenceLatencies(run);
  const [typical, upper] = [all.quantileMs(0.5), all.quantileMs(0.9)];
  if (typical === undefined || upper === undefined || upper > OTHERWISE_EVEN * typical) return undefined;
  const slowBySecond = seconds.map((ws) => {
    // Reading a histogram is slow, and most windows have nothing above the line.
    const latencies = latenciesOf(ws.filter((w) => w.maxMs !== null && w.maxMs > SLOW * typical));
    return latencies.count - latencies.countAtMost(SLOW * typical);
  });
  const together = Math.max(LEAST_SLOW, TOGETHER * inFlightOf(run));
  const stalled = slowBySecond.filter((n) => n >= together).length;
  // Slow requests in most seconds are a tail, not stalls.
  if (stalled < LEAST_STALLS || (median(slowBySecond) ?? 0) >= 1) return undefined;
  const worstMs = largest(seconds.flat().flatMap((w) => w.maxMs ?? []));
  return { seconds: stalled, of: seconds.length, worstMs, medianMs: typical };
};

export const stalls: DiagnosisRule = (runs) => {
  for (const run of runs) {
    const seen = stallsIn(run);
    if (seen === undefined) continue;
    return {
      rule: "stalls",
      kind: "fault",
      symptom: "Now and then everything stops for a moment",
      evidence: `in ${seen.seconds} of ${seen.of} seconds nearly all requests in flight became slow together, up to ${formatMs(seen.worstMs)} ms against a median of ${formatMs(seen.medianMs)} ms`,
      cause: "The whole process pauses: garbage collection, a synchronous write, a model reload.",
      rival: "The machine pauses: CPU stolen by other guests, a throttled container.",
      nextExperiment:
        "Put the service's event-loop lag and GC log beside these seconds, and this machine's steal; raise the container's CPU limit.",
    };
  }
  return undefined;
};
