// What a diagnosis is: a symptom somebody would name, the figures that show it, the likely cause, what else would
// look the same, and the experiment that tells the two apart. Never a cause without a rival.

import type { MeasuredRun } from "../validity/rule.ts";

export interface Diagnosis {
  readonly rule: string;
  /** fault: something to mend. fact: something to know. */
  readonly kind: "fault" | "fact";
  /** What people see. */
  readonly symptom: string;
  /** What was measured. */
  readonly evidence: string;
  readonly cause: string;
  readonly rival: string;
  readonly nextExperiment: string;
}

/** Looks at one or several recordings of the same service; undefined when they do not show the rule's pattern. */
export type DiagnosisRule = (runs: readonly MeasuredRun[]) => Diagnosis | undefined;
