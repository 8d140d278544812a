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

/** setTimeout's longest wait is 2^31-1 ms. */
const LONGEST_MS = 2_000_000_000;

/**
 * Real time, by Node's timers: a wake-up is up to about a millisecond late, and how late it was is measured.
 *
 * Polling for the last millisecond would be punctual to microseconds. It was tried: at 2 000 arrivals a second it kept
 * a third of a core busy, and on a small machine took it from the service under test.
 *
 * @param now monotonic clock in milliseconds
 */
export function realClock(now: () => Millis): Clock {
  const at = (due: Millis, task: () => void): (() => void) => {
    let timer: NodeJS.Timeout | undefined;
    const wait = (): void => {
      const left = due - now();
      if (left > 0) timer = setTimeout(wait, Math.min(LONGEST_MS, Math.max(1, Math.floor(left))));
      else task();
    };
    wait();
    return () => clearTimeout(timer);
  };
  return { now, at, yield: () => new Promise((resolve) => setImmediate(resolve)) };
}

/** A monotonic instant later by `duration`. */
export const after = (start: Millis, duration: number): Millis => ms(start + duration);
