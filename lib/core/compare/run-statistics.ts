// One recording reduced to the numbers a comparison uses: one value a metric, from the merged histogram of the measured
// phase. The run is the unit of evidence; nothing finer leaves this file.

import { inferenceOf } from "../endpoint-role.ts";
import { LatencyHistogram } from "../histogram.ts";
import type { EndpointRecord, Load, Recording } from "../recording.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Fingerprint, RunRef, Side } from "./model.ts";

export interface RunStatistics {
  readonly run: RunRef;
  readonly fingerprint: Fingerprint;
  readonly origin: Origin;
  readonly engineVersion: string;
  readonly loadModel: Load["model"];
  /** Why the run does not count, by its own validity verdict; null when it does. */
  readonly unusable: string | null;
  readonly endpoints: readonly EndpointStatistics[];
  /** Open model: achieved divided by intended requests. */
  readonly achievedFraction: number | null;
}

/** What was measured, as the recording names it; this is what may differ between the sides. */
type Origin = Pick<Side, "url" | "profile" | "gitSha" | "dirty">;

export interface EndpointStatistics {
  readonly name: string;
  /** Inference is the service's work; other requests (health) are information. */
  readonly isInference: boolean;
  readonly count: number;
  readonly failed: number;
  /** Successful requests only; null when there are none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly meanMs: number | null;
  /** Successful requests per second; null when there are none. */
  readonly ratePerSec: number | null;
  readonly answers: AnswerCounts;
}

/** Counted per text. */
export interface AnswerCounts {
  readonly checked: number;
  readonly mismatched: number;
  readonly labelled: number;
  readonly incorrect: number;
}

const endpointStatistics = (e: EndpointRecord, isInference: boolean, durationMs: number): EndpointStatistics => {
  const histogram = LatencyHistogram.decode(e.hdr);
  const quantileMs = (q: number): number | null => histogram.quantileMs(q) ?? null;
  const succeeded = e.count - e.failed;
  return {
    name: e.name,
    isInference,
    count: e.count,
    failed: e.failed,
    p50Ms: quantileMs(0.5),
    p95Ms: quantileMs(0.95),
    p99Ms: quantileMs(0.99),
    meanMs: e.latencyMs.mean,
    ratePerSec: succeeded > 0 && durationMs > 0 ? (succeeded * 1000) / durationMs : null,
    answers: {
      checked: e.answers.checked,
      mismatched: e.answers.mismatched,
      labelled: e.answers.labelled,
      incorrect: e.answers.labelled - e.answers.correct,
    },
  };
};

const whyUnusable = (r: Recording): string | null => {
  const reasons = r.validity.reasons.filter((x) => x.severity === "invalid").map((x) => x.finding);
  // What ended a run early says more than that it did.
  if (reasons.length > 0) return reasons.join("; ");
  if (r.partial) return "the run ended early";
  return r.validity.verdict === "invalid" ? "the recording says it is invalid" : null;
};

/** Decodes one histogram an endpoint; everything else is copied. */
export const runStatistics = (r: Recording): RunStatistics => {
  const inference = inferenceOf(r);
  return {
    run: { id: r.id, label: r.label, startedAt: r.startedAt, validity: r.validity.verdict },
    fingerprint: fingerprintOf(r),
    origin: { url: r.target.url, profile: r.target.profile, gitSha: r.suite.gitSha, dirty: r.suite.dirty },
    engineVersion: r.engine.version,
    loadModel: r.load.model,
    unusable: whyUnusable(r),
    endpoints: r.endpoints.map((e) => endpointStatistics(e, inference.includes(e), r.durationMs)),
    achievedFraction: r.generator.achievedFraction,
  };
};
