// A run while it lasts, in the shape of a recording, for a live page. It is never saved and says of itself that it is
// not finished.

import type { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import type { Generator, Recording, Validity } from "../../lib/core/recording.ts";
import type { ScriptWatch } from "../script/script-watch.ts";
import { inPlanOrder } from "./compose-recording.ts";
import type { RunPlan } from "./measure-request.ts";
import type { RunHeader } from "./run-header.ts";
import { runObjectives } from "./run-objectives.ts";

const unfinished: Validity = {
  verdict: "suspect",
  reasons: [
    {
      rule: "running",
      severity: "suspect",
      finding: "the run is going on",
      advice: "Wait for its end: the measurement is judged then.",
    },
  ],
};

const unknown: Omit<Generator, "dropped" | "scriptErrors"> = {
  cpuFraction: null,
  lagMsP99: null,
  sendLagMsP99: null,
  achievedFraction: null,
  stealFraction: null,
  clockStepMs: null,
};

/** @param elapsedMs since the start of the run, warm-up included */
export function recordingSoFar(
  header: RunHeader,
  plan: RunPlan,
  fold: RecordingFold,
  elapsedMs: number,
  script?: ScriptWatch,
): Recording {
  const durationMs = Math.max(0, elapsedMs - plan.options.warmupMs);
  const result = fold.close(durationMs);
  const endpoints = inPlanOrder(result.endpoints, plan);
  return {
    ...header,
    id: "running",
    partial: true,
    startedAt: new Date(result.startedAtMs ?? 0).toISOString(),
    durationMs,
    endpoints,
    metrics: result.metrics,
    checks: result.checks,
    timeline: result.timeline,
    generator: { ...unknown, dropped: result.dropped, scriptErrors: result.scriptErrors },
    service: null,
    validity: unfinished,
    objectives: runObjectives(plan, { endpoints, metrics: result.metrics, durationMs }, script),
  };
}
