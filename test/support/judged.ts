// What an end-to-end test may say of an exit code on any machine. Beside other tests a generator may starve: whether a
// run is valid is then the machine's doing. That the code is the recording's own, and that nothing else made it invalid,
// is not.

import { expect } from "vitest";
import { runExit } from "../../cli/measure/run-exit.ts";
import type { Recording } from "../../lib/core/recording.ts";

/** Rules that tell of the machine, and of nothing that the suite or the service did. */
const machinesOwn: ReadonlySet<string> = new Set([
  "achieved-rate",
  "clock-step",
  "cpu-steal",
  "cpu-wait",
  "dropped-arrivals",
  "event-loop-lag",
  "generator-cpu",
  "generator-frozen",
  "send-lateness",
]);

/** Asserts that this is the code of this recording, and that only the machine can have made it invalid. */
export function expectJudged(code: unknown, recording: Recording, question: Parameters<typeof runExit>[1]): void {
  expect(code).toBe(runExit(recording, question));
  const invalid = recording.validity.reasons.filter(({ severity }) => severity === "invalid");
  expect(invalid.filter(({ rule }) => !machinesOwn.has(rule))).toEqual([]);
}

/** The recording as a quiet machine would have judged it: for what is not shown or decided on an invalid one. */
export function onQuietMachine(recording: Recording): Recording {
  const reasons = recording.validity.reasons.filter(({ rule }) => !machinesOwn.has(rule));
  const worst = reasons.some(({ severity }) => severity === "invalid") ? "invalid" : "suspect";
  return { ...recording, validity: { verdict: reasons.length === 0 ? "valid" : worst, reasons } };
}
