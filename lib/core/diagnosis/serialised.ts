// "Response time increases linearly with users": throughput stays flat while latency grows with the requests in
// flight, as when one request is worked on at a time.

import { fitScalability } from "../capacity/scalability.ts";
import { formatMs, formatRate } from "../format.ts";
import type { DiagnosisRule } from "./diagnosis.ts";
import { type LoadLevel, loadLevels } from "./load-levels.ts";

/** Below this the lowest level shows what a request takes without waiting. */
const ALONE = 1.5;
/** The highest level must have as many requests in flight before a flat throughput means anything. */
const CROWDED = 3;
/** One worker, with room for what is done between its requests. */
const MOST_WORKERS = 1.5;

/** From here on one request is nearly always under way: one worker alone would give no more. */
const ONE_BUSY = 0.8;
/** Throughput that still grows by more than this with the crowd is not flat. */
const FLAT = 1.3;

const isFlat = (levels: readonly LoadLevel[], crowded: LoadLevel): boolean => {
  const oneBusy = levels.find((l) => l !== crowded && l.inFlight >= ONE_BUSY);
  return oneBusy !== undefined && crowded.ratePerSec <= FLAT * oneBusy.ratePerSec;
};

/** Workers that the throughput amounts to: X·S, where S is the time of a request that does not wait. */
const effectiveWorkers = (levels: readonly LoadLevel[], alone: LoadLevel): number =>
  (Math.max(...levels.map((l) => l.ratePerSec)) * alone.meanMs) / 1000;

const scalingText = (levels: readonly LoadLevel[]): string => {
  const fit = fitScalability(levels.map((l) => ({ concurrency: l.inFlight, ratePerSec: l.ratePerSec })));
  if (fit === undefined) return "";
  const { value, low, high } = fit.sigma;
  return `; USL contention σ = ${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}] (1 is one at a time)`;
};

export const serialised: DiagnosisRule = (runs) => {
  const levels = loadLevels(runs);
  const [alone] = levels;
  const crowded = levels.at(-1);
  if (!alone || !crowded || alone.inFlight > ALONE || crowded.inFlight < CROWDED) return undefined;
  if (!isFlat(levels, crowded)) return undefined;
  const workers = effectiveWorkers(levels, alone);
  if (workers >= MOST_WORKERS) return undefined;
  return {
    rule: "serialised",
    kind: "fault",
    symptom: "Response time increases linearly with users, and throughput does not",
    evidence:
      `from a lone request to ${crowded.inFlight.toFixed(1)} in flight the mean latency went from ` +
      `${formatMs(alone.meanMs)} to ${formatMs(crowded.meanMs)} ms while throughput ended at ${formatRate(crowded.ratePerSec)} requests/s: ` +
      `${workers.toFixed(1)} effective workers${scalingText(levels)}`,
    cause: "Requests are worked on one at a time: inference blocks the event loop, or a lock or a pool of one is held.",
    rival: "One core is all the service has (a CPU limit of 1), so more workers would only share it.",
    nextExperiment:
      "Look at the service's CPU during tailgate run concurrency: with cores left idle, move inference to workers and run it again; with none, give it another core.",
  };
};
