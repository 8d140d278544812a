// How long an overload lasts after it is over: the time until 95 % of the requests of each endpoint are within the
// limit again, and stay there.

import { measuredWindows } from "../measured-windows.ts";
import type { EndpointRecord, Window } from "../recording.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import { latenciesOf } from "./inference.ts";

/** Names of the stages of the spike scenario. */
const AFTER = "after";
const BEFORE = "before";

/** "p95 below the limit" as a share. */
const MOST_OVER = 0.05;
/** Seconds in a row that must be good before the service has recovered. */
const STAYS = 3;

type Recovery =
  | { readonly kind: "recovered"; readonly afterMs: number }
  /** Still over the limit when the run ended. */
  | { readonly kind: "not-recovered"; readonly watchedMs: number }
  /** It was over the limit already before the overload, so there is nothing to come back to. */
  | { readonly kind: "never-within" };

export interface EndpointRecovery {
  readonly endpoint: string;
  readonly recovery: Recovery;
}

const isWithin = (windows: readonly Window[], limitMs: number): boolean => {
  const latencies = latenciesOf(windows);
  const failed = windows.reduce((sum, w) => sum + w.failed, 0);
  const total = latencies.count + failed;
  return total > 0 && (total - latencies.countAtMost(limitMs)) / total <= MOST_OVER;
};

const recoveryOf = (e: EndpointRecord, fromMs: number, toMs: number, limitMs: number): Recovery => {
  if (
    !isWithin(
      measuredWindows(e).filter((w) => w.stage === BEFORE),
      limitMs,
    )
  )
    return { kind: "never-within" };
  const [from, to] = [Math.floor(fromMs / 1000), Math.floor(toMs / 1000)];
  // By the end of the request and whatever its stage: what was sent in the overload and answered later counts too.
  const inSecond = (t: number): readonly Window[] => e.windows.filter((w) => w.t === t);
  let goodSince = from;
  for (let t = from; t < to; t++) {
    const windows = inSecond(t);
    if (windows.length > 0 && !isWithin(windows, limitMs)) goodSince = t + 1;
    else if (t - goodSince + 1 >= STAYS) return { kind: "recovered", afterMs: Math.max(0, goodSince * 1000 - fromMs) };
  }
  return { kind: "not-recovered", watchedMs: toMs - fromMs };
};

/**
 * Recovery of every endpoint after the overload of a spike run; undefined for a run without that stage.
 * @param limitOf the p95 that an endpoint must come back to, in ms
 */
export function recovery(
  run: MeasuredRun,
  limitOf: (endpoint: string) => number,
): readonly EndpointRecovery[] | undefined {
  const after = run.load.stages.find((s) => s.name === AFTER);
  if (after === undefined) return undefined;
  return run.endpoints.map((e) => ({
    endpoint: e.name,
    recovery: recoveryOf(e, after.fromMs, after.toMs, limitOf(e.name)),
  }));
}
