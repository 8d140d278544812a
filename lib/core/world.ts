// The outside world as one value, so that commands can be tested without a terminal, a disk or a clock.

import type { Millis } from "./units.ts";

/** What a command may touch. Results go to `out`, everything else to `err`. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Where results are written; a terminal gets colour and live lines, a pipe gets plain lines. */
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Wall clock, milliseconds since 1970; for timestamps only. */
  now(): Millis;
  /** Monotonic clock in milliseconds; for durations. */
  monotonic(): Millis;
  /** Resolves after `duration`, or at once when `signal` aborts. */
  sleep(duration: Millis, signal?: AbortSignal): Promise<void>;
  /** Aborts on the first SIGINT or SIGTERM. */
  readonly interrupted: AbortSignal;
}

/** A text stream; `columns` is undefined when it is not a terminal. */
export interface Stream {
  write(text: string): void;
  readonly columns: number | undefined;
  readonly colour: boolean;
}
