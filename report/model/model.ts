// What a report says, before any format: every renderer takes this and nothing else. Types only; plain data, already
// redacted, with numbers as numbers and sentences as sentences.

import type { RungName, State } from "../../lib/core/ladder/ladder.ts";
import type { Unit } from "../../lib/core/metrics/unit.ts";
import type { ChartData } from "./chart-data.ts";

export interface ReportModel {
  readonly kind: "run" | "comparison" | "capacity" | "diagnosis" | "history";
  readonly title: string;
  readonly headline: Headline;
  /** When the evidence was gathered, ISO 8601 UTC. */
  readonly at: string;
  readonly ladder: readonly Rung[];
  readonly endpoints: readonly EndpointRow[];
  readonly totals: Totals | null;
  /** The script's own metrics. */
  readonly metrics: readonly OwnMetricRow[];
  readonly criteria: readonly CriterionRow[];
  readonly errors: readonly ErrorRow[];
  readonly charts: ChartData | null;
  readonly comparison: ComparisonView | null;
  readonly capacity: CapacityView | null;
  readonly diagnosis: readonly Finding[];
  readonly trends: readonly Trend[];
  readonly facts: readonly FactGroup[];
}

export interface Headline {
  readonly state: State;
  readonly text: string;
}

/** One question of the verdict ladder, answered in a sentence. */
export interface Rung {
  readonly name: RungName;
  readonly state: State;
  /** The verdict's own word: valid, pass, regressed, not judged… */
  readonly word: string;
  readonly sentence: string;
  /** What was found and what to do about it. */
  readonly reasons: readonly { readonly finding: string; readonly advice: string }[];
}

/** A row of the results table. Null is "not measured", with the reason in `note`. */
export interface EndpointRow {
  readonly name: string;
  /** As people read it: "/predict_batch (25)". */
  readonly title: string;
  readonly method: string;
  readonly count: number;
  readonly failed: number;
  /** By metric key (lib/core/metrics/endpoint-metrics.ts). */
  readonly figures: Readonly<Record<string, number | null>>;
  /** Why a figure is missing; empty when none is. */
  readonly note: string;
}

/** A script's own metric: its samples and the figures of its type. */
export interface OwnMetricRow {
  readonly name: string;
  readonly type: string;
  readonly samples: number;
  readonly figures: readonly { readonly word: string; readonly unit: Unit; readonly value: number | null }[];
}

export interface Totals {
  readonly requests: number;
  readonly failed: number;
  readonly durationMs: number;
  readonly ratePerSec: number;
  /** What is counted as work done, in the singular; null when nothing is. */
  readonly item: string | null;
  readonly items: number;
  readonly itemsPerSec: number;
  readonly users: number | null;
}

export interface CriterionRow {
  readonly endpoint: string;
  /** "p95 below 200 ms". */
  readonly rule: string;
  /** The measured value with its unit: "143 ms". */
  readonly actual: string;
  readonly verdict: "pass" | "fail" | "no-data" | "not-judged";
}

export interface ErrorRow {
  readonly endpoint: string;
  readonly kind: string;
  readonly count: number;
}

export interface FactGroup {
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

/** A comparison's figures: a row a metric. */
export interface ComparisonView {
  readonly before: string;
  readonly after: string;
  /** How the runs were made: "10 pairs of runs in random order". */
  readonly design: string;
  readonly rows: readonly ChangeRow[];
  /** Metrics that were not judged, since the runs hold too few requests for them. */
  readonly unsupported: readonly string[];
  readonly notes: readonly string[];
}

export interface ChangeRow {
  readonly metric: string;
  readonly before: string;
  readonly after: string;
  /** relative: `change` is after / before − 1; points: it is the difference of two fractions. */
  readonly unit: "relative" | "points";
  /** Null when it could not be estimated. */
  readonly change: number | null;
  /** 95 % interval of `change`; an open end is null. */
  readonly low: number | null;
  readonly high: number | null;
  /** The smallest change that counts, in the unit of `change`. */
  readonly floor: number;
  /** After Holm's correction where the row counts for the verdict. */
  readonly p: number | null;
  readonly gated: boolean;
  readonly verdict: "regressed" | "improved" | "no-change" | "inconclusive" | "unsupported";
  readonly note: string;
  /** After / before − 1 of each pair, in the order they were run. */
  readonly pairChanges: readonly number[];
}

/** A capacity search: the curve and where the answer lies on it. */
export interface CapacityView {
  /** What the load is counted in: "users" or "requests/s". */
  readonly unit: string;
  readonly limitMs: number;
  readonly confirmed: number | null;
  readonly firstFailing: number | null;
  readonly recommended: number | null;
  readonly shape: string;
  readonly probes: readonly ProbeRow[];
}

export interface ProbeRow {
  readonly load: number;
  readonly stage: string;
  readonly p99Ms: number | null;
  readonly ratePerSec: number | null;
  readonly requests: number;
  /** Share of requests that failed or were too slow, and its one-sided 95 % upper bound. */
  readonly badFraction: number | null;
  readonly badUpper: number | null;
  readonly outcome: "pass" | "fail" | "invalid";
  readonly note: string;
}

/** A symptom, what was measured of it, its likely cause, what else looks the same and how to tell. */
export interface Finding {
  readonly title: string;
  readonly state: State;
  readonly evidence: string;
  readonly cause: string;
  readonly rival: string;
  readonly nextExperiment: string;
}

/** One metric over many runs. */
export interface Trend {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly {
    readonly at: string;
    readonly value: number;
    readonly what: string;
    readonly sound: boolean;
  }[];
}
