// The clock executors live by: the real one aims each wake-up at its due time; tests bring a virtual one.

import { type Millis, ms } from "../../lib/core/units.ts";

export interface Clock {
  /** Monotonic. */
  now(): Millis;
  /** Calls `task` once `due` is reached, at once when it is past; never early. The result cancels. */
  at(due: Millis, task: () => void): () => void;
  /** Resolves after pending input and timers had a turn. */
  yield(): Promise<void>;
}

/** Timers wake up to a millisecond late; a wait's last part shorter than this is spent polling instead. */
const POLL_BELOW_MS = 1;
/** setTimeout's longest wait is 2^31-1 ms. */
const LONGEST_MS = 2_000_000_000;

const nothing = (): void => undefined;

/** Real time. @param now monotonic clock in milliseconds @param poll trade CPU for punctuality below a millisecond */
export function realClock(now: () => Millis, poll: boolean): Clock {
  const at = (due: Millis, task: () => void): (() => void) => {
    let cancelled = false;
    let timer: NodeJS.Timeout | undefined;
    const wait = (): void => {
      if (cancelled) return;
      const left = due - now();
      if (left <= 0) task();
      else if (left < POLL_BELOW_MS) {
        if (poll) setImmediate(wait);
        else timer = setTimeout(wait, 1);
      } else timer = setTimeout(wait, Math.min(LONGEST_MS, Math.floor(left)));
    };
    if (due <= now()) {
      task();
      return nothing;
    }
    wait();
    return () => {
      cancelled = true;
      clearTimeout(timer);
    };
  };
  return { now, at, yield: () => new Promise((resolve) => setImmediate(resolve)) };
}

/** A monotonic instant later by `duration`. */
export const after = (start: Millis, duration: number): Millis => ms(start + duration);
