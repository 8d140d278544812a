// The guide's symptom-to-cause table as measured rules: every rule is asked, over one recording or several of the same
// service. docs/diagnosis.md lists them.

import type { MeasuredRun } from "../validity/rule.ts";
import { batchCost } from "./batch-cost.ts";
import { batchFailures } from "./batch-failures.ts";
import { cacheEffect } from "./cache-effect.ts";
import { connectionResets } from "./connection-resets.ts";
import type { Diagnosis, DiagnosisRule } from "./diagnosis.ts";
import { failsByContent } from "./fails-by-content.ts";
import { healthBehindInference, slowHealth } from "./health-behind-inference.ts";
import { memoryGrowth } from "./memory-growth.ts";
import { oneCore } from "./one-core.ts";
import { restarts } from "./restarts.ts";
import { serialised } from "./serialised.ts";
import { stalls } from "./stalls.ts";
import { batchDiffers, mixedUpAnswers, unstableAnswers } from "./wrong-answers.ts";

const rules: readonly DiagnosisRule[] = [
  mixedUpAnswers,
  unstableAnswers,
  batchDiffers,
  restarts,
  connectionResets,
  failsByContent,
  batchFailures,
  serialised,
  oneCore,
  healthBehindInference,
  slowHealth,
  stalls,
  memoryGrowth,
  batchCost,
  cacheEffect,
];

/** What the recordings show, faults first; empty when they show nothing. */
export const diagnose = (runs: readonly MeasuredRun[]): readonly Diagnosis[] => {
  const found = rules.flatMap((rule) => rule(runs) ?? []);
  return [...found.filter((d) => d.kind === "fault"), ...found.filter((d) => d.kind === "fact")];
};

/** The faults a single run shows: the short form for the end of a run. */
export const diagnoseRun = (run: MeasuredRun): readonly Diagnosis[] =>
  diagnose([run]).filter((d) => d.kind === "fault");
