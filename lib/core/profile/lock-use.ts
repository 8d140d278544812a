// Who held the interpreter's lock (Python's GIL), from a profile of lock holders only: what stands in it runs one at a
// time in each process, however many threads there are.

import type { FunctionTimes } from "./function-times.ts";
import { isThread, type TreeProfile } from "./profile.ts";
import { viewsOf } from "./views.ts";

export interface LockUse {
  /** Share of the window in which the lock was held, averaged over the processes that held it; null when not known. */
  readonly heldShare: number | null;
  /** Processes that held a lock of their own. */
  readonly processes: number;
  readonly samples: number;
  readonly windowUs: number | null;
  /** Whose own code held it, longest first. */
  readonly holders: readonly FunctionTimes[];
  readonly profile: TreeProfile;
}

const SHOWN = 8;

/** Reads a profile of lock holders. */
export function lockUse(profile: TreeProfile): LockUse {
  const { durationUs } = profile;
  const views = viewsOf(profile, { rows: SHOWN, about: undefined });
  const processes = Math.max(1, new Set(profile.functions.filter(isThread).map((fn) => processOf(fn.name))).size);
  return {
    heldShare: durationUs === null || durationUs === 0 ? null : Math.min(1, views.totalUs / durationUs / processes),
    processes,
    samples: profile.sampleCount ?? 0,
    windowUs: durationUs,
    holders: views.bySelf,
    profile,
  };
}

const processOf = (thread: string): string => / of process (\d+)$/.exec(thread)?.[1] ?? "";
