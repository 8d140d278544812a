// Answers with status 200 that are wrong: who gets whose answer, or who gets another one than alone.

import { formatCount } from "../format.ts";
import type { AnswerFault } from "../metric-sample.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import type { DiagnosisRule } from "./diagnosis.ts";

const countOf = (runs: readonly MeasuredRun[], fault: AnswerFault): number =>
  runs.flatMap((run) => run.endpoints).reduce((sum, e) => sum + (e.answers.faults[fault] ?? 0), 0);

const checkedIn = (runs: readonly MeasuredRun[]): number =>
  runs.flatMap((run) => run.endpoints).reduce((sum, e) => sum + e.answers.checked, 0);

const wrongIn = (runs: readonly MeasuredRun[]): number =>
  runs.flatMap((run) => run.endpoints).reduce((sum, e) => sum + e.answers.mismatched, 0);

const isUnstable = (runs: readonly MeasuredRun[]): boolean => runs.some((run) => (run.golden?.unstable ?? 0) > 0);

/** Answers that vary at random hit another text's answer now and then: below this share of the wrong ones it is that. */
const CHANCE = 0.2;

export const mixedUpAnswers: DiagnosisRule = (runs) => {
  const mixed = countOf(runs, "mixed-up");
  if (mixed === 0 || (isUnstable(runs) && mixed < CHANCE * wrongIn(runs))) return undefined;
  return {
    rule: "mixed-up-answers",
    kind: "fault",
    symptom: "Callers get the answer to somebody else's text, with status 200",
    evidence: `${formatCount(mixed)} of ${formatCount(checkedIn(runs))} answers were the golden answer to another text`,
    cause: "Batching or a shared buffer hands results back in the wrong order, or to the wrong request.",
    rival: "The service sorts or deduplicates the texts of a batch and does not undo it.",
    nextExperiment:
      "Try tailgate run smoke: wrong also with one user is an ordering bug in the batch; right then is a race between requests.",
  };
};

export const unstableAnswers: DiagnosisRule = (runs) => {
  const unstable = Math.max(0, ...runs.map((run) => run.golden?.unstable ?? 0));
  if (unstable === 0) return undefined;
  return {
    rule: "unstable-answers",
    kind: "fault",
    symptom: "The same text gets another answer each time",
    evidence: `${formatCount(unstable)} inputs were answered differently when asked twice, one request at a time`,
    cause: "The model is not deterministic: dropout left on, sampling, an unseeded hash.",
    rival: "Several replicas with different weights behind one address.",
    nextExperiment: "Ask a single process directly; then switch off sampling and dropout.",
  };
};

export const batchDiffers: DiagnosisRule = (runs) => {
  const differs = countOf(runs, "batch-differs");
  if (differs === 0 || isUnstable(runs)) return undefined;
  return {
    rule: "batch-differs",
    kind: "fault",
    symptom: "A text is answered differently in a batch than alone",
    evidence: `${formatCount(differs)} items of batches differed from the answer to the same text alone`,
    cause: "The batch changes the computation: padding, truncation to the longest text, or lower precision.",
    rival: "Rounding beyond the tolerance of the contract.",
    nextExperiment: "Ask for one text alone and in batches of 2, 5 and 50, at rest, and look where the score departs.",
  };
};
