// The shape of a saved comparison, once: types (model.ts) and JSON Schema come from it. A is the baseline, B is what is
// being judged. Fractions are fractions (0.05 is 5 %); what was not measured or cannot be stated is null, never zero.

import { Type } from "typebox";
import { numberOrNull, object, orNull } from "../recording-shape/object.ts";
import { COMPARISON_SCHEMA } from "./comparison-format.ts";

const unit = Type.Enum(["ms", "fraction", "per second", "count", "number", "CPU s", "bytes"]);

export const interval = object({
  low: numberOrNull,
  high: numberOrNull,
});

/** unsupported: the runs hold too few requests for this metric, so it was not judged. */
export const rowVerdict = Type.Enum(["regressed", "improved", "no-change", "inconclusive", "unsupported"]);

/** What every judged row has. */
const judgedFields = {
  /** Unique in the comparison: `predict.p95Ms`, `all.failedFraction`. */
  id: Type.String(),
  /** `all` for a metric over every endpoint. */
  endpoint: Type.String(),
  /** Whether it counts for the verdict; rows that do not are information. */
  gated: Type.Boolean(),
  verdict: rowVerdict,
  /** Of this row alone; null when no test could be made. */
  p: numberOrNull,
  /** After Holm's correction for the family; null when not gated or not tested. */
  pHolm: numberOrNull,
  /** What to know before believing the row, each a sentence. */
  notes: Type.Array(Type.String()),
};

/** Wrong answers (`mismatched`) or disagreement with labels (`incorrect`), per text; a script's failed checks (`checks`). */
export const answerRow = object({
  ...judgedFields,
  kind: Type.Enum(["mismatched", "incorrect", "checks"]),
  wrongA: Type.Number(),
  checkedA: Type.Number(),
  wrongB: Type.Number(),
  checkedB: Type.Number(),
  fractionA: numberOrNull,
  fractionB: numberOrNull,
  difference: numberOrNull,
  differenceInterval: interval,
  floor: Type.Number(),
});

export const dayNoise = object({
  /** profile: measured on this host; default: assumed, on the careful side. */
  source: Type.Enum(["profile", "default"]),
  /** Standard deviation of one side's log level between days, for the noisiest metric used. */
  sd: Type.Number(),
  /** Days it rests on; 0 for the default. */
  days: Type.Number(),
});

export const design = object({
  /** interleaved: pairs one after the other; duet: both at once; saved: recordings made without pairing. */
  kind: Type.Enum(["interleaved", "duet", "saved"]),
  /** Seed of the order within pairs; null for saved recordings. */
  seed: numberOrNull,
  /** Significance level at each look, for the whole family of gated rows. */
  alpha: Type.Number(),
  /** Numbers of pairs after which a verdict was planned; empty for saved recordings. */
  plannedLooks: Type.Array(Type.Number()),
  /** How many of the planned looks were taken. */
  looksTaken: Type.Number(),
  /** True when the comparison was stopped by the user: fewer pairs than planned, one unplanned look. */
  interrupted: Type.Boolean(),
  /** Number of gated rows that share `alpha`. */
  familySize: Type.Number(),
  /** Fewest pairs with which any row of this family could be significant; null for saved recordings. */
  minimumPairs: numberOrNull,
  /** Day-to-day noise that widens the intervals of saved recordings; null for pairs. */
  dayNoise: orNull(dayNoise),
});

/**
 * Failed requests. The gated row is over all endpoints; rows of one endpoint are information. Also a script's own rates:
 * what counts as failed are then their misses (or hits, where somebody demands few of them).
 */
export const failureRow = object({
  ...judgedFields,
  /** Of an own rate: which of its samples are counted; absent for failed requests. */
  counted: Type.Optional(Type.Enum(["hits", "misses"])),
  failedA: Type.Number(),
  countA: Type.Number(),
  failedB: Type.Number(),
  countB: Type.Number(),
  fractionA: numberOrNull,
  fractionB: numberOrNull,
  /** fractionB − fractionA with its 95 % interval, widened for bursts. */
  difference: numberOrNull,
  differenceInterval: interval,
  /** Smallest rise that matters. */
  floor: Type.Number(),
});

/** About how many more pairs would settle an inconclusive row. */
export const morePairs = object({
  pairs: Type.Number(),
  low: Type.Number(),
  high: Type.Number(),
  /** Whether they would show a change of twice the floor, or that there is no change. */
  toShow: Type.Enum(["change", "no-change"]),
});

/** A latency, a rate, or a figure of a script's own metric. */
export const metricRow = object({
  ...judgedFields,
  /** A key of the metrics registry, or of an own metric's figure (`checkout.p95`). */
  metric: Type.String(),
  unit: unit,
  betterWhen: Type.Enum(["lower", "higher"]),
  /** Median over the runs of each side. */
  a: numberOrNull,
  b: numberOrNull,
  /** (B − A) / A: the Hodges-Lehmann estimate, or the difference of mean logs for saved recordings. */
  change: numberOrNull,
  /** 95 % interval of `change`; a null end is unbounded (too few pairs for 95 %). */
  changeInterval: interval,
  /** The same, counted so that positive is better. */
  improvement: numberOrNull,
  improvementInterval: interval,
  /** Smallest change that matters, as a fraction. */
  floor: Type.Number(),
  /** Smallest difference that matters in the metric's unit; 0 when only the fraction counts. */
  absoluteFloor: Type.Number(),
  /** Pairs the row rests on (saved: runs of the smaller side). */
  n: Type.Number(),
  /** Values of each run in its unit: by pair, or by run for saved recordings. */
  aRuns: Type.Array(numberOrNull),
  bRuns: Type.Array(numberOrNull),
  /** Log ratio of each pair, positive is worse; empty for saved recordings. */
  logRatios: Type.Array(Type.Number()),
  /** p of the paired t test beside it; a disagreement points at an odd pair. */
  pPairedT: numberOrNull,
  /** Smallest change found four times in five with this noise and this many pairs; null when noise is unknown. */
  detectable: numberOrNull,
  morePairs: orNull(morePairs),
});

export const note = object({
  kind: Type.String(),
  severity: Type.Enum(["info", "warning"]),
  text: Type.String(),
});

/** Worst of the gated rows, in this order. */
export const overallVerdict = Type.Enum(["invalid", "regressed", "inconclusive", "improved", "no-change"]);

export const runRef = object({
  id: Type.String(),
  label: Type.String(),
  startedAt: Type.String(),
  validity: Type.Enum(["valid", "suspect", "invalid"]),
});

export const pair = object({
  /** 1, 2, 3… in the order of the plan. */
  index: Type.Number(),
  /** Which side ran first; both at once in a duet. */
  order: Type.Enum(["AB", "BA", "both"]),
  a: runRef,
  b: runRef,
  /** Why the pair was left out, by rules that do not look at the result; null when it counts. */
  dropped: orNull(Type.String()),
});

export const refusal = object({
  /** What differs: scenario, load, seed… */
  what: Type.String(),
  a: Type.String(),
  b: Type.String(),
  hint: Type.String(),
});

/** What must be equal on both sides for a difference to be the service's. */
export const fingerprint = object({
  schema: Type.String(),
  scenario: Type.String(),
  scriptHash: Type.String(),
  engine: Type.String(),
  load: Type.String(),
  /** Null for a script, which has none. */
  seed: numberOrNull,
  payload: Type.String(),
  warmupMs: Type.Number(),
  durationMs: Type.Number(),
  hostId: Type.String(),
  host: Type.String(),
});

/** What the recordings of one side have in common. */
export const side = object({
  label: Type.String(),
  url: Type.String(),
  profile: orNull(Type.String()),
  gitSha: orNull(Type.String()),
  dirty: orNull(Type.Boolean()),
  runs: Type.Array(runRef),
  fingerprint: fingerprint,
});

export const comparison = object({
  schema: Type.Literal(COMPARISON_SCHEMA),
  verdict: overallVerdict,
  /** One sentence that says the verdict and what it rests on. */
  headline: Type.String(),
  design: design,
  a: side,
  b: side,
  /** Why nothing was compared; when not empty, the verdict is invalid and there are no rows. */
  refusals: Type.Array(refusal),
  /** In the order they were run; empty for saved recordings, which have no pairs. */
  pairs: Type.Array(pair),
  metrics: Type.Array(metricRow),
  failures: Type.Array(failureRow),
  answers: Type.Array(answerRow),
  /** Things a reader must know that belong to no single row. */
  notes: Type.Array(note),
});
