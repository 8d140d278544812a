// What a validity rule is: a pure function from a run's facts to a reason to distrust it, or nothing. A fact the
// engine could not measure (null) gives no reason: it is neither a pass nor a failure.

import type { Reason, Recording } from "../recording.ts";

/** A recording before it is judged. */
export type MeasuredRun = Omit<Recording, "validity" | "objectives">;

/** What a recording cannot say about its own run. */
export interface RunContext {
  /** Mean pause of a user between two requests, in ms; undefined when unknown. */
  readonly thinkTimeMs?: number;
  /** How the service ended before the run did, in a line; undefined when it did not, or when that is not known. */
  readonly serviceEnded?: string;
  /** Why the run was ended although its service was not known to have died: nobody listened any more. */
  readonly serviceGone?: string;
  /** How the load generator came to an end that nobody asked for, e.g. `SIGKILL`. */
  readonly generatorEnded?: string;
  /** Which thresholds of a script ended the run. */
  readonly thresholdEnded?: string | undefined;
  /** What a script did outside of its iterations that was not as it should be, e.g. an exception in teardown. */
  readonly scriptFault?: string;
  /** Whether the run asks only for right answers (smoke), so that its speed is not judged. */
  readonly answersOnly?: boolean;
}

export type ValidityRule = (run: MeasuredRun, context: RunContext) => Reason | undefined;

/** The severity of a figure that should stay at or below its limits; undefined when it does. */
export const severityAbove = (
  value: number,
  limits: { readonly suspect: number; readonly invalid: number },
): Reason["severity"] | undefined =>
  value > limits.invalid ? "invalid" : value > limits.suspect ? "suspect" : undefined;
