// One recording reduced to the numbers a comparison uses: one value a metric, from the merged histogram of the measured
// phase. The run is the unit of evidence; nothing finer leaves this file.

import { inferenceOf } from "../endpoint-role.ts";
import { LatencyHistogram } from "../histogram.ts";
import { type EndpointMetric, endpointMetrics } from "../metrics/endpoint-metrics.ts";
import { type Demand, demandsIn } from "../metrics/named-metrics.ts";
import { figuresOf, type OwnFigure } from "../metrics/own-figures.ts";
import { isCoarse, runMetrics } from "../metrics/run-metrics.ts";
import { readSketch } from "../metrics/sketch-text.ts";
import type { CostRecord, EndpointRecord, Load, OwnMetric, Recording } from "../recording.ts";
import { harrellDavis } from "../stat/harrell-davis.ts";
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
  /** Figures of the script's own metrics. */
  readonly own: readonly OwnValue[];
  /** Its own rates: samples, and those that were not zero. */
  readonly ownRates: readonly { readonly metric: string; readonly hits: number; readonly n: number }[];
  /** The script's checks; null where it makes none, or where a threshold says how many may fail. */
  readonly checks: { readonly wrong: number; readonly checked: number } | null;
  /** What somebody demands of its own metrics. */
  readonly demands: readonly Demand[];
  /** What the service used; null when it could not be read, undefined in recordings older than that. */
  readonly cost?: CostStatistics | null | undefined;
  /** Open model: achieved divided by intended requests. */
  readonly achievedFraction: number | null;
}

/** Rules about the length of a run: in a comparison that is on purpose, and each row says what it can carry. */
const OF_LENGTH: readonly string[] = ["sample-size"];

/** A run's own verdict, but for what it says of being short: the rows of a comparison decide that for themselves. */
const soundness = ({ validity: { verdict, reasons } }: Recording): RunRef["validity"] =>
  verdict === "suspect" && reasons.length > 0 && reasons.every(({ rule }) => OF_LENGTH.includes(rule))
    ? "valid"
    : verdict;

export interface CostStatistics {
  readonly source: CostRecord["source"];
  /** By metric key; null when not measured. */
  readonly values: Readonly<Record<string, number | null>>;
  /** Whether the clock is too coarse for so little CPU. */
  readonly isCoarse: boolean;
}

const costStatistics = (r: Recording): CostStatistics | null | undefined =>
  r.cost && {
    source: r.cost.source,
    values: Object.fromEntries(runMetrics.map((m) => [m.key, m.of(r)])),
    isCoarse: isCoarse(r),
  };

/** What was measured, as the recording names it; this is what may differ between the sides. */
type Origin = Pick<Side, "url" | "profile" | "gitSha" | "dirty">;

export interface EndpointStatistics {
  readonly name: string;
  /** Inference is the service's work; other requests (health) are information. */
  readonly isInference: boolean;
  readonly count: number;
  readonly failed: number;
  /** Of successful requests, by metric key; null when there are none. */
  readonly values: Readonly<Record<string, number | null>>;
  /** Successful requests per second; null when there are none. */
  readonly goodPerSec: number | null;
  readonly answers: AnswerCounts;
}

/** Counted per text. */
export interface AnswerCounts {
  readonly checked: number;
  readonly mismatched: number;
  readonly labelled: number;
  readonly incorrect: number;
}

const compared = endpointMetrics.filter((m) => m.compared === true);

const endpointStatistics = (e: EndpointRecord, isInference: boolean, durationMs: number): EndpointStatistics => {
  const histogram = LatencyHistogram.decode(e.hdr);
  // A comparison decides by itself how many requests a quantile needs.
  const steps = [...histogram.steps()].map(({ valueMs, count }) => ({ value: valueMs, count }));
  const stated = (m: EndpointMetric): number | null =>
    m.quantile === null ? m.of(e) : (harrellDavis(steps, m.quantile) ?? null);
  const succeeded = e.count - e.failed;
  return {
    name: e.name,
    isInference,
    count: e.count,
    failed: e.failed,
    values: Object.fromEntries(compared.map((m) => [m.key, stated(m)])),
    goodPerSec: succeeded > 0 && durationMs > 0 ? (succeeded * 1000) / durationMs : null,
    answers: {
      checked: e.answers.checked,
      mismatched: e.answers.mismatched,
      labelled: e.answers.labelled,
      incorrect: e.answers.labelled - e.answers.correct,
    },
  };
};

/** One figure of an own metric. */
export interface OwnValue {
  readonly figure: OwnFigure;
  /** Samples of the metric. */
  readonly n: number;
  readonly value: number | null;
}

const ownValues = (metric: OwnMetric, durationMs: number): readonly OwnValue[] => {
  const sketch = metric.sketch === null ? undefined : readSketch(metric.sketch);
  return figuresOf(metric)
    .filter(({ compared }) => compared)
    .map((figure) => {
      const value =
        figure.quantile === null ? figure.of(metric, durationMs) : (sketch?.quantile(figure.quantile) ?? null);
      return { figure, n: metric.n, value };
    });
};

/** Passes and fails of a script's checks, all together. */
const checksIn = ({ checks }: Recording): { readonly hits: number; readonly n: number } => ({
  hits: checks.reduce((sum, { passes }) => sum + passes, 0),
  n: checks.reduce((sum, { passes, fails }) => sum + passes + fails, 0),
});

/** k6's metric of them. */
const CHECKS = "checks";

/** A script's checks are its answers; where a threshold says how many may fail, they are a rate like any other of its. */
function checkStatistics(r: Recording): Pick<RunStatistics, "checks" | "ownRates"> {
  const ownRates = r.metrics
    .filter((m) => m.type === "rate")
    .map(({ name, sum, n }) => ({ metric: name, hits: sum, n }));
  const { hits, n } = checksIn(r);
  if (r.script === null || n === 0) return { checks: null, ownRates };
  const isDemanded = demandsIn(r.objectives.criteria).some(({ metric }) => metric === CHECKS);
  return isDemanded
    ? { checks: null, ownRates: [...ownRates, { metric: CHECKS, hits, n }] }
    : { checks: { wrong: n - hits, checked: n }, ownRates };
}

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
    run: { id: r.id, label: r.label, startedAt: r.startedAt, validity: soundness(r) },
    fingerprint: fingerprintOf(r),
    origin: { url: r.target.url, profile: r.target.profile, gitSha: r.suite.gitSha, dirty: r.suite.dirty },
    engineVersion: r.engine.version,
    loadModel: r.load.model,
    unusable: whyUnusable(r),
    endpoints: r.endpoints.map((e) => endpointStatistics(e, inference.includes(e), r.durationMs)),
    own: r.metrics.flatMap((m) => ownValues(m, r.durationMs)),
    ...checkStatistics(r),
    demands: demandsIn(r.objectives.criteria),
    cost: costStatistics(r),
    achievedFraction: r.generator.achievedFraction,
  };
};
