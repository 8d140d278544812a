// A run's figures stage by stage: what a scenario of rising users is for. Inference is taken together;
// health checks would make every stage look quicker.

import { inferenceOf } from "./endpoint-role.ts";
import { LatencyHistogram } from "./histogram.ts";
import { measuredWindows } from "./measured-windows.ts";
import type { Recording, Stage } from "./recording.ts";

export interface StageResult {
  readonly stage: Stage;
  readonly count: number;
  readonly failed: number;
  /** Over the seconds that were measured: each stage has a short while to settle first. */
  readonly ratePerSec: number | null;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

const resultOf = (stage: Stage, r: Recording): StageResult => {
  const windows = inferenceOf(r)
    .flatMap(measuredWindows)
    .filter((w) => w.stage === stage.name);
  const all = new LatencyHistogram();
  for (const w of windows) all.merge(LatencyHistogram.decode(w.hdr));
  const sum = (of: (w: (typeof windows)[number]) => number): number => windows.reduce((total, w) => total + of(w), 0);
  const [count, failed] = [sum((w) => w.n), sum((w) => w.failed)];
  const seconds = new Set(windows.map((w) => w.t)).size;
  return {
    stage,
    count,
    failed,
    ratePerSec: seconds === 0 ? null : count / seconds,
    meanMs: all.count === 0 ? null : sum((w) => w.sumMs) / all.count,
    p50Ms: all.quantileMs(0.5) ?? null,
    p95Ms: all.supportedMs(0.95),
    p99Ms: all.supportedMs(0.99),
  };
};

/** One result a stage, in order; empty for a scenario without stages. */
export const stageResults = (r: Recording): readonly StageResult[] => r.load.stages.map((stage) => resultOf(stage, r));
