// The health check slows down with inference: it waits behind inference on the same event loop. With a pool of workers it does
// not.

import { healthOf, inferenceOf } from "../endpoint-role.ts";
import { formatMs } from "../format.ts";
import type { EndpointRecord } from "../recording.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import type { Diagnosis, DiagnosisRule } from "./diagnosis.ts";

/** A health check does next to nothing: what takes longer than this is waiting. */
const SLOW_MS = 20;
/** It waits where inference waits when it takes this share of an inference request's time. */
const LEAST_SHARE = 0.25;
/** Slower than inference by this factor is more than waiting behind it. */
const MOST_SHARE = 2;

/** The tail shows waiting first; a small sample has only its middle. */
const slowness = (e: EndpointRecord): number | null => e.latencyMs.p95 ?? e.latencyMs.p50;

interface HealthPace {
  /** Where health was asked for. */
  readonly path: string;
  readonly healthMs: number;
  readonly inferenceMs: number;
}

/** How slow health and the slowest inference endpoint were, when both were asked; undefined when health is quick. */
function healthPace(run: MeasuredRun): HealthPace | undefined {
  const health = healthOf(run);
  const healthMs = health && slowness(health);
  const inferenceMs = Math.max(...inferenceOf(run).flatMap((e) => slowness(e) ?? []));
  // What the generator itself was late explains a slow health check just as well.
  const ownMs = run.generator.lagMsP99 ?? 0;
  if (health === undefined || healthMs == null || !Number.isFinite(inferenceMs) || healthMs - ownMs < SLOW_MS)
    return undefined;
  return { path: health.path, healthMs, inferenceMs };
}

const describe = ({ path, healthMs, inferenceMs }: HealthPace): Diagnosis => ({
  rule: "health-behind-inference",
  kind: "fault",
  symptom: `${path} is slow whenever inference is`,
  evidence: `${path} took ${formatMs(healthMs)} ms (p95) while inference took ${formatMs(inferenceMs)} ms`,
  cause:
    "Inference blocks the event loop, and everything else waits behind it. Orchestrators restart such services under load.",
  rival: "The whole machine is out of CPU, the service's event loop with it.",
  nextExperiment:
    "Run with fewer users: a health check that stays slow behind a single large request is blocked, and tailgate profile --analysis names the call; move inference to workers.",
});

export const healthBehindInference: DiagnosisRule = (runs) => {
  const paces = runs.flatMap((run) => healthPace(run) ?? []);
  const worst = paces
    .filter((p) => p.healthMs >= LEAST_SHARE * p.inferenceMs && p.healthMs <= MOST_SHARE * p.inferenceMs)
    .sort((a, b) => b.healthMs - a.healthMs)[0];
  return worst && describe(worst);
};

/** A health check that is slow on its own account, whatever inference does. */
export const slowHealth: DiagnosisRule = (runs) => {
  const slow = runs.flatMap((run) => healthPace(run) ?? []).find((p) => p.healthMs > MOST_SHARE * p.inferenceMs);
  return (
    slow && {
      rule: "slow-health",
      kind: "fault",
      symptom: `${slow.path} is slow although inference is not`,
      evidence: `${slow.path} took ${formatMs(slow.healthMs)} ms while inference took ${formatMs(slow.inferenceMs)} ms`,
      cause: "The health check does work of its own: it asks a database, runs the model or reads a disk.",
      rival: "Health requests use connections or a thread of their own that are starved.",
      nextExperiment: `Time ${slow.path} on the idle service: still slow means its own work; let it report a cached state.`,
    }
  );
};
