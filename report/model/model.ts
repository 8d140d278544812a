// What a report says, before any format: every renderer takes this and nothing else. Types only; plain data, already
// redacted, with numbers as numbers and sentences as sentences.

import type { RungName, State } from "../../lib/core/ladder/ladder.ts";
import type { Unit } from "../../lib/core/metrics/unit.ts";
import type { ChartData } from "./chart-data.ts";
import type { ProfileReport, ReportOptions } from "./profile-report.ts";

/** One report of one of eight kinds. `partsOf` (parts.ts) gives what it has, whatever its kind. */
export type ReportModel =
  | RunModel
  | ComparisonModel
  | CapacityModel
  | DiagnosisModel
  | HistoryModel
  | NoiseModel
  | OptimiseModel
  | ProfileModel;

/** What every report has. */
export interface Report {
  readonly title: string;
  readonly headline: Headline;
  /** When the evidence was gathered, ISO 8601 UTC; empty when nobody knows. */
  readonly at: string;
  /** The conditions in a line or two, for where there is no room for the facts. */
  readonly setting: readonly string[];
  /** Empty where nothing is judged. */
  readonly ladder: readonly Rung[];
  readonly tables: readonly Table[];
  readonly remarks: readonly Remark[];
  readonly facts: readonly FactGroup[];
}

export interface RunModel extends Report, Figures {
  readonly kind: "run";
  /** Folder under results/ that it is saved in, and what commands call it by. */
  readonly label: string;
  readonly findings: readonly Finding[];
}

export interface ComparisonModel extends Report {
  readonly kind: "comparison";
  readonly change: ChangeView;
  /** All runs of the side that is judged, together; null when none was kept. */
  readonly after: Figures | null;
}

export interface CapacityModel extends Report {
  readonly kind: "capacity";
  readonly capacity: CapacityView;
}

export interface DiagnosisModel extends Report {
  readonly kind: "diagnosis";
  readonly endpoints: readonly EndpointRow[];
  readonly findings: readonly Finding[];
}

export interface HistoryModel extends Report {
  readonly kind: "history";
  readonly trends: readonly Trend[];
}

export interface NoiseModel extends Report {
  readonly kind: "noise";
}

export interface OptimiseModel extends Report {
  readonly kind: "optimise";
}

export interface ProfileModel extends Report {
  readonly kind: "profile";
  readonly findings: readonly Finding[];
  /** For renderers that show more of it than tables: who calls whom, where time goes, what to try. */
  readonly profile: ProfileReport;
  readonly asked: ReportOptions;
}

/** The figures of one run, or of several together. */
export interface Figures {
  readonly endpoints: readonly EndpointRow[];
  readonly totals: Totals;
  /** The script's own metrics; of several runs together there are none. */
  readonly metrics: readonly OwnMetricRow[];
  readonly criteria: readonly CriterionRow[];
  readonly errors: readonly ErrorRow[];
  readonly charts: ChartData | null;
  /** Which run the charts are of, where the other figures are of several. */
  readonly chartsOf?: string;
}

/** A table that every format shows the same way; cells are text. */
export interface Table {
  readonly title: string;
  readonly columns: readonly { readonly name: string; readonly plain?: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences under it. */
  readonly notes: readonly string[];
}

/** Sentences that belong together under a title. */
export interface Remark {
  readonly title: string;
  readonly lines: readonly string[];
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
  /** As people read it: "/classify (25)". */
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
  /** What the work cost; null when the service could not be read. */
  readonly cost: CostTotals | null;
}

export interface CostTotals {
  /** CPU seconds for a thousand items (or requests); null when no work was done. */
  readonly cpuPerThousand: number | null;
  readonly memoryBytes: number | null;
  /** Both as a sentence has them, with how sure they are. */
  readonly text: string;
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
export interface ChangeView {
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
  /** Smallest change found four times in five, as a fraction; null when it is not known. */
  readonly detectable: number | null;
  readonly notes: readonly string[];
  /** After / before − 1 of each pair, in the order they were run. */
  readonly pairChanges: readonly number[];
}

/** A capacity search: the curve and where the answer lies on it. */
export interface CapacityView {
  /** What the load is counted in: "users" or "requests/s". */
  readonly unit: string;
  readonly limitMs: number;
  /** Which latency is limited: p99, or p95. */
  readonly quantile: string;
  readonly confirmed: number | null;
  readonly firstFailing: number | null;
  readonly recommended: number | null;
  readonly shape: string;
  readonly probes: readonly ProbeRow[];
}

export interface ProbeRow {
  readonly load: number;
  readonly stage: string;
  readonly durationMs: number;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** That of the two which is limited. */
  readonly limitedMs: number | null;
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
  /** Name of the rule, as in docs/diagnosis.md. */
  readonly rule: string;
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
