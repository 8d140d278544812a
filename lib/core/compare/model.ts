// The result of a comparison, as every renderer reads it: types only. A is the baseline, B is what is being judged.
// Fractions are fractions (0.05 is 5 %); a value that was not measured or cannot be stated is null, never zero.

import type { Unit } from "../metrics/unit.ts";

export const COMPARISON_SCHEMA = "tailgate.comparison/1";

export interface Comparison {
  readonly schema: typeof COMPARISON_SCHEMA;
  readonly verdict: OverallVerdict;
  /** One sentence that says the verdict and what it rests on. */
  readonly headline: string;
  readonly design: Design;
  readonly a: Side;
  readonly b: Side;
  /** Why nothing was compared; when not empty, the verdict is invalid and there are no rows. */
  readonly refusals: readonly Refusal[];
  /** In the order they were run; empty for saved recordings, which have no pairs. */
  readonly pairs: readonly Pair[];
  readonly metrics: readonly MetricRow[];
  readonly failures: readonly FailureRow[];
  readonly answers: readonly AnswerRow[];
  /** Things a reader must know that belong to no single row. */
  readonly notes: readonly Note[];
}

/** Worst of the gated rows, in this order. */
export type OverallVerdict = "invalid" | "regressed" | "inconclusive" | "improved" | "no-change";

/** unsupported: the runs hold too few requests for this metric, so it was not judged. */
export type RowVerdict = "regressed" | "improved" | "no-change" | "inconclusive" | "unsupported";

export interface Design {
  /** interleaved: pairs one after the other; duet: both at once; saved: recordings made without pairing. */
  readonly kind: "interleaved" | "duet" | "saved";
  /** Seed of the order within pairs; null for saved recordings. */
  readonly seed: number | null;
  /** Significance level at each look, for the whole family of gated rows. */
  readonly alpha: number;
  /** Numbers of pairs after which a verdict was planned; empty for saved recordings. */
  readonly plannedLooks: readonly number[];
  /** How many of the planned looks were taken. */
  readonly looksTaken: number;
  /** True when the comparison was stopped by the user: fewer pairs than planned, one unplanned look. */
  readonly interrupted: boolean;
  /** Number of gated rows that share `alpha`. */
  readonly familySize: number;
  /** Fewest pairs with which any row of this family could be significant; null for saved recordings. */
  readonly minimumPairs: number | null;
  /** Day-to-day noise that widens the intervals of saved recordings; null for pairs. */
  readonly dayNoise: DayNoise | null;
}

export interface DayNoise {
  /** profile: measured on this host; default: assumed, on the careful side. */
  readonly source: "profile" | "default";
  /** Standard deviation of one side's log level between days, for the noisiest metric used. */
  readonly sd: number;
  /** Days it rests on; 0 for the default. */
  readonly days: number;
}

/** What the recordings of one side have in common. */
export interface Side {
  readonly label: string;
  readonly url: string;
  readonly profile: string | null;
  readonly gitSha: string | null;
  readonly dirty: boolean | null;
  readonly runs: readonly RunRef[];
  readonly fingerprint: Fingerprint;
}

export interface RunRef {
  readonly id: string;
  readonly label: string;
  readonly startedAt: string;
  readonly validity: "valid" | "suspect" | "invalid";
}

/** What must be equal on both sides for a difference to be the service's. */
export interface Fingerprint {
  readonly schema: string;
  readonly scenario: string;
  readonly scriptHash: string;
  readonly engine: string;
  readonly load: string;
  /** Null for a script, which has none. */
  readonly seed: number | null;
  readonly payload: string;
  readonly warmupMs: number;
  readonly durationMs: number;
  readonly hostId: string;
  readonly host: string;
}

export interface Refusal {
  /** What differs: scenario, load, seed… */
  readonly what: string;
  readonly a: string;
  readonly b: string;
  readonly hint: string;
}

export interface Pair {
  /** 1, 2, 3… in the order of the plan. */
  readonly index: number;
  /** Which side ran first; both at once in a duet. */
  readonly order: "AB" | "BA" | "both";
  readonly a: RunRef;
  readonly b: RunRef;
  /** Why the pair was left out, by rules that do not look at the result; null when it counts. */
  readonly dropped: string | null;
}

export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/** What every judged row has. */
export interface Judged {
  /** Unique in the comparison: `predict.p95Ms`, `all.failedFraction`. */
  readonly id: string;
  /** `all` for a metric over every endpoint. */
  readonly endpoint: string;
  /** Whether it counts for the verdict; rows that do not are information. */
  readonly gated: boolean;
  readonly verdict: RowVerdict;
  /** Of this row alone; null when no test could be made. */
  readonly p: number | null;
  /** After Holm's correction for the family; null when not gated or not tested. */
  readonly pHolm: number | null;
  /** What to know before believing the row, each a sentence. */
  readonly notes: readonly string[];
}

/** A latency, a rate, or a figure of a script's own metric. */
export interface MetricRow extends Judged {
  /** A key of the metrics registry, or of an own metric's figure (`checkout.p95`). */
  readonly metric: string;
  readonly unit: Unit;
  readonly betterWhen: "lower" | "higher";
  /** Median over the runs of each side. */
  readonly a: number | null;
  readonly b: number | null;
  /** (B − A) / A: the Hodges-Lehmann estimate, or the difference of mean logs for saved recordings. */
  readonly change: number | null;
  /** 95 % interval of `change`; a null end is unbounded (too few pairs for 95 %). */
  readonly changeInterval: Interval;
  /** The same, counted so that positive is better. */
  readonly improvement: number | null;
  readonly improvementInterval: Interval;
  /** Smallest change that matters, as a fraction. */
  readonly floor: number;
  /** Smallest difference that matters in the metric's unit; 0 when only the fraction counts. */
  readonly absoluteFloor: number;
  /** Pairs the row rests on (saved: runs of the smaller side). */
  readonly n: number;
  /** Values of each run in its unit: by pair, or by run for saved recordings. */
  readonly aRuns: readonly (number | null)[];
  readonly bRuns: readonly (number | null)[];
  /** Log ratio of each pair, positive is worse; empty for saved recordings. */
  readonly logRatios: readonly number[];
  /** p of the paired t test beside it; a disagreement points at an odd pair. */
  readonly pPairedT: number | null;
  /** Smallest change found four times in five with this noise and this many pairs; null when noise is unknown. */
  readonly detectable: number | null;
  readonly morePairs: MorePairs | null;
}

/** About how many more pairs would settle an inconclusive row. */
export interface MorePairs {
  readonly pairs: number;
  readonly low: number;
  readonly high: number;
  /** Whether they would show a change of twice the floor, or that there is no change. */
  readonly toShow: "change" | "no-change";
}

/**
 * Failed requests. The gated row is over all endpoints; rows of one endpoint are information. Also a script's own rates:
 * what counts as failed are then their misses (or hits, where somebody demands few of them).
 */
export interface FailureRow extends Judged {
  /** Of an own rate: which of its samples are counted; absent for failed requests. */
  readonly counted?: "hits" | "misses";
  readonly failedA: number;
  readonly countA: number;
  readonly failedB: number;
  readonly countB: number;
  readonly fractionA: number | null;
  readonly fractionB: number | null;
  /** fractionB − fractionA with its 95 % interval, widened for bursts. */
  readonly difference: number | null;
  readonly differenceInterval: Interval;
  /** Smallest rise that matters. */
  readonly floor: number;
}

/** Wrong answers (`mismatched`) or disagreement with labels (`incorrect`), per text. */
export interface AnswerRow extends Judged {
  readonly kind: "mismatched" | "incorrect";
  readonly wrongA: number;
  readonly checkedA: number;
  readonly wrongB: number;
  readonly checkedB: number;
  readonly fractionA: number | null;
  readonly fractionB: number | null;
  readonly difference: number | null;
  readonly differenceInterval: Interval;
  readonly floor: number;
}

export interface Note {
  readonly kind: string;
  readonly severity: "info" | "warning";
  readonly text: string;
}
