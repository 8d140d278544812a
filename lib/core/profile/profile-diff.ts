// Two profiles function by function: time per request before and after, and whose share grew. Points to where a
// change came from; whether the service got faster is for paired runs to say.

import { wordsOf } from "./function-name.ts";
import type { FunctionTimes } from "./function-times.ts";
import { busyOnly, isIdle } from "./idle.ts";
import { isThread, type Profile, type ProfileFunction, type ProfileLoad } from "./profile.ts";
import { matchable } from "./version-match.ts";

/** One side of a row. Times are microseconds per request, or null where the requests are not known. */
export interface DiffSide {
  readonly selfUs: number | null;
  readonly cumulativeUs: number | null;
  readonly selfShare: number;
  readonly cumulativeShare: number;
}

export interface DiffRow {
  readonly fn: ProfileFunction;
  readonly before: DiffSide;
  readonly after: DiffSide;
  /** Change of self time: per request where known on both sides, otherwise of the share of busy time. */
  readonly selfChange: number;
  /** Whether its share of busy time grew by more than sampling explains. */
  readonly shareGrew: boolean;
  /** Its name speaks of waiting: a lock, Python's GIL, a queue. */
  readonly waits: boolean;
}

export interface ProfileDiff {
  readonly perRequest: boolean;
  /** Whether the second profile was taken under more load; null when a load is not known. */
  readonly moreLoad: boolean | null;
  readonly busyUsPerRequest: { readonly before: number | null; readonly after: number | null };
  readonly samples: { readonly before: number | null; readonly after: number | null };
  /** Largest change of self time first. */
  readonly rows: readonly DiffRow[];
  readonly notes: readonly string[];
}

const WAITING_WORDS = new Set(
  "lock locked mutex acquire futex semaphore gil queue enqueue dequeue park wait join select poll".split(" "),
);

/** Two shares differ when their difference is this many standard errors (samples of one request come in runs). */
const DISTINCT_SIGMAS = 3;
/** Without samples (cProfile) a share grew when it did so by a tenth and by a point. */
const GREW_BY = 1.1;
const GREW_POINTS = 0.01;

interface Side {
  readonly times: ReadonlyMap<string, FunctionTimes>;
  readonly functions: ReadonlyMap<string, ProfileFunction>;
  readonly busyUs: number;
  readonly busySamples: number | null;
  readonly requests: number | null;
}

/** Compares a profile `after` a change (or under more load) with one `before`. */
export function diffProfiles(before: Profile, after: Profile): ProfileDiff {
  const a = sideOf(before);
  const b = sideOf(after);
  const perRequest = a.requests !== null && b.requests !== null;
  const keys = new Set([...a.times.keys(), ...b.times.keys()]);
  const rows = [...keys].flatMap((key) => {
    const fn = b.functions.get(key) ?? a.functions.get(key);
    return fn === undefined || isIdle(fn) || isThread(fn) ? [] : [rowOf(fn, key, a, b, perRequest)];
  });
  return {
    perRequest,
    moreLoad: moreLoad(before.load, after.load),
    busyUsPerRequest: { before: per(a.busyUs, a.requests), after: per(b.busyUs, b.requests) },
    samples: { before: a.busySamples, after: b.busySamples },
    rows: rows.sort((x, y) => Math.abs(y.selfChange) - Math.abs(x.selfChange)),
    notes: notesOf(before, after, perRequest),
  };
}

const per = (us: number, requests: number | null): number | null => (requests === null ? null : us / requests);

function sideOf(profile: Profile): Side {
  const { times, functions } = matchable(busyOnly(profile));
  let busyUs = 0;
  let busySamples: number | null = profile.sampleCount === null ? null : 0;
  for (const [key, each] of times) {
    const fn = functions.get(key);
    if (fn === undefined || isIdle(fn)) continue;
    busyUs += each.selfUs;
    if (busySamples !== null) busySamples += each.samples ?? 0;
  }
  const { requests } = profile.load;
  return { times, functions, busyUs, busySamples, requests: requests === 0 ? null : requests };
}

function rowOf(fn: ProfileFunction, key: string, a: Side, b: Side, perRequest: boolean): DiffRow {
  const before = diffSide(a, key);
  const after = diffSide(b, key);
  const selfChange = perRequest ? (after.selfUs ?? 0) - (before.selfUs ?? 0) : after.selfShare - before.selfShare;
  return {
    fn,
    before,
    after,
    selfChange,
    shareGrew: grew(before, after, a, b),
    waits: wordsOf(fn.name).some((word) => WAITING_WORDS.has(word)),
  };
}

function diffSide(side: Side, key: string): DiffSide {
  const times = side.times.get(key);
  const selfUs = times?.selfUs ?? 0;
  const cumulativeUs = times?.cumulativeUs ?? 0;
  const share = (us: number): number => (side.busyUs === 0 ? 0 : us / side.busyUs);
  return {
    selfUs: per(selfUs, side.requests),
    cumulativeUs: per(cumulativeUs, side.requests),
    selfShare: share(selfUs),
    cumulativeShare: share(cumulativeUs),
  };
}

/** Two-proportion z-test on self shares, with the busy samples as trials. */
function grew(before: DiffSide, after: DiffSide, a: Side, b: Side): boolean {
  const rise = after.selfShare - before.selfShare;
  if (rise <= 0) return false;
  if (a.busySamples === null || b.busySamples === null) {
    return rise >= GREW_POINTS && after.selfShare >= GREW_BY * before.selfShare;
  }
  const trials = a.busySamples + b.busySamples;
  const pooled = (before.selfShare * a.busySamples + after.selfShare * b.busySamples) / trials;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.busySamples + 1 / b.busySamples));
  return rise > DISTINCT_SIGMAS * error;
}

function moreLoad(a: ProfileLoad, b: ProfileLoad): boolean | null {
  if (a.ratePerSec !== null && b.ratePerSec !== null) return b.ratePerSec > a.ratePerSec;
  if (a.users !== null && b.users !== null) return b.users > a.users;
  return null;
}

function notesOf(before: Profile, after: Profile, perRequest: boolean): readonly string[] {
  const notes: string[] = [];
  if (before.kind !== after.kind) {
    notes.push(`The first profile is ${before.kind}, the second ${after.kind}: their shares do not mean the same.`);
  }
  if (!perRequest) {
    notes.push("The number of requests is not known on both sides: shares of busy time are compared, not times.");
  }
  if (before.load.scenario !== after.load.scenario) {
    notes.push("The profiles come from different scenarios: a request may not mean the same work.");
  }
  return notes;
}
