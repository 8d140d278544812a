// A scenario's load as a value: its question, mix, stages and phases. The scenario file turns it into k6 options, the
// command line into a recording's header and a progress bar; neither decides anything of its own.

import type { Phase } from "../metric-sample.ts";
import type { Objective } from "../objectives/objective.ts";
import type { Load, Stage } from "../recording.ts";
import type { LoadOptions } from "./load-options.ts";
import type { Mix } from "./mix.ts";

export interface LoadPlan {
  readonly scenario: string;
  /** What the scenario finds out, in one line. */
  readonly question: string;
  readonly options: LoadOptions;
  readonly mix: Mix;
  readonly load: Load;
  /** Users are added evenly over this time at the start. */
  readonly rampUpMs: number;
  /** Requests in all, for a scenario that ends by count instead of by time. */
  readonly iterations: number | null;
  /** What the service must meet, per endpoint. */
  readonly objectives: readonly Objective[];
  /** What it is meant to reach, shown beside them. */
  readonly targets?: readonly Objective[];
}

/** Length of the whole run as planned, warm-up included. */
export const plannedMs = (plan: LoadPlan): number => plan.options.warmupMs + plan.options.durationMs;

/** The stage a moment (ms since the start) belongs to; the last one keeps what ends late. */
export const stageAt = (stages: readonly Stage[], sinceStartMs: number): Stage | undefined =>
  stages.find((s) => sinceStartMs < s.toMs) ?? stages.at(-1);

/** Time at the start of each stage in which the service gets used to it. */
const STAGE_SETTLE_MS = 2000;

/** The phase a request sent at a moment (ms since the start) belongs to. */
export function phaseAt(plan: LoadPlan, sinceStartMs: number): Phase {
  if (sinceStartMs < plan.options.warmupMs) return "warmup";
  const stage = stageAt(plan.load.stages, sinceStartMs);
  return stage !== undefined && sinceStartMs < stage.fromMs + STAGE_SETTLE_MS ? "warmup" : "measure";
}
