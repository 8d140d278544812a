// The shape of a capacity search as it is saved, once: the search's types and the JSON Schema of its file come from it.

import { Type } from "typebox";
import { numberOrNull, object, orNull } from "../recording-shape/object.ts";
import { criterion, reason } from "../recording-shape/verdict-shape.ts";
import { CAPACITY_SCHEMA } from "./capacity-format.ts";

/** What a load counts. */
export const loadUnit = Type.Enum(["users", "ratePerSec"]);

/**
 * warm-up: not judged. climb: a short window on the way up. confirm: a long run of fixed length at one load.
 * bracket: as confirm, between a confirmed and a failing load.
 */
export const probeKind = Type.Enum(["warm-up", "climb", "confirm", "bracket"]);

export const probe = object({
  kind: probeKind,
  load: Type.Number(),
  /** Length of the judged part. */
  durationMs: Type.Number(),
});

/** The requests that ended within one block of time. */
export const block = object({
  total: Type.Number(),
  /** Answered rightly but later than the limit. */
  slow: Type.Number(),
  failed: Type.Number(),
});

export const probeResult = object({
  /** Everything the probe cost, cool-down included. */
  elapsedMs: Type.Number(),
  blocks: Type.Array(block),
  /** Blocks left out because the machine stood still under the generator; absent in searches older than that. */
  lostBlocks: Type.Optional(Type.Number()),
  /** Answers with status 200 that were wrong. */
  wrong: Type.Number(),
  ratePerSec: Type.Number(),
  /** Texts in successful answers a second. */
  predictionsPerSec: Type.Number(),
  /** Texts for a second of CPU; null when the service could not be read, absent in searches older than that. */
  predictionsPerCpuSecond: Type.Optional(numberOrNull),
  /** Of successful requests, as the quantiles; null when there are too few. */
  meanMs: numberOrNull,
  p95Ms: numberOrNull,
  p99Ms: numberOrNull,
  /** Endpoint with most bad requests; null when there were none. */
  worstEndpoint: orNull(Type.String()),
  /** Other demands that the probe missed, in words; absent when the plan has none. */
  missed: Type.Optional(Type.Array(Type.String())),
  /** Other demands that its sample could not show. */
  unmeasured: Type.Optional(Type.Array(Type.String())),
  /** Why the probe says nothing about the service (a guard failed); empty when it does. */
  voidBecause: Type.Array(reason),
  /** The user wants the search to end with this probe. */
  isLast: Type.Optional(Type.Boolean()),
});

/** Bad requests of a probe, with one-sided 95 % bounds. */
export const badShare = object({
  bad: Type.Number(),
  total: Type.Number(),
  blocks: Type.Number(),
  /** null without requests. */
  share: numberOrNull,
  lower: Type.Number(),
  upper: Type.Number(),
});

export const probeVerdict = Type.Enum(["pass", "fail", "breach", "void"]);

/** What a load fails by. */
export const bindingCriterion = Type.Enum(["latency", "failures", "answers", "objectives"]);

export const judgedProbe = object({
  probe,
  result: probeResult,
  share: badShare,
  failed: Type.Number(),
  verdict: probeVerdict,
  /** null when the probe passed or is void. */
  criterion: orNull(bindingCriterion),
});

const cap = Type.Enum(["limit", "guard", "budget"]);

export const climb = object({
  /** Highest load that passed a window; null when none did. */
  passed: numberOrNull,
  /** Load at which the climb stopped by failing; null when it met a cap instead. */
  failedAt: numberOrNull,
  /** Whether one window was enough to see that `failedAt` is too much. */
  clearly: Type.Boolean(),
  cap: orNull(cap),
});

/**
 * cliff: clearly too much one step after a pass. flat: loads well apart cannot be told from each other, so the number
 * depends on luck within them. smooth: neither. unseen: nothing failed.
 */
export const boundary = Type.Enum(["cliff", "smooth", "flat", "unseen"]);

export const firstBreak = object({
  load: Type.Number(),
  criterion: bindingCriterion,
  endpoint: orNull(Type.String()),
  /** False when no load was clearly too much, and this is only where the climb gave up. */
  clear: Type.Boolean(),
});

const shownFields = {
  load: Type.Number(),
  /** Over every probe from `load` up to `upTo`, whose upper bound holds for `load` too. */
  share: badShare,
  upTo: Type.Number(),
  durationMs: Type.Number(),
};

export const shown = object(shownFields);

export const outcome = Type.Union([
  /** `atLeast` names the cap when nothing failed up to it: the true capacity may be higher. */
  object({ kind: Type.Literal("confirmed"), entry: judgedProbe, atLeast: orNull(cap) }),
  /** No long run passed in the time, but everything that ran at `load` and above bounds it together. */
  object({ kind: Type.Literal("shown"), entry: judgedProbe, ...shownFields }),
  /** The climb's result (null when no load passed even a window), which no long run confirmed. */
  object({ kind: Type.Literal("unconfirmed"), load: numberOrNull, why: Type.Enum(["budget", "guard", "requests"]) }),
  /** Already the smallest load is too much. */
  object({ kind: Type.Literal("none") }),
]);

const demand = object({
  /** A metric's key (metrics/endpoint-metrics.ts), or a figure's of an own metric. */
  metric: Type.String(),
  bound: criterion.properties.bound,
  limit: Type.Number(),
  /** Endpoints it is for, by name; every endpoint when absent. `total` stands for all of them together. */
  endpoints: Type.Optional(Type.Array(Type.String())),
  /** The script's own metric it is about, by name. */
  own: Type.Optional(Type.String()),
  /** Unit of `limit`, where the metric is not a built-in one. */
  unit: criterion.properties.unit,
});

export const searchPlan = object({
  unit: loadUnit,
  start: Type.Number(),
  /** How much is added after each load that passes; null doubles it, and then halves the gap to what failed. */
  step: numberOrNull,
  /** A gap below this share of the load that passed is not halved any more. */
  gap: Type.Number(),
  /** Highest load that is tried. */
  cap: Type.Number(),
  /** Loads are multiples of this. */
  grain: Type.Number(),
  warmUpMs: Type.Number(),
  climbMs: Type.Number(),
  /** Windows that must fail at one load before the climb stops there: too high is repaired later, too low never is. */
  failingWindows: Type.Number(),
  confirmMs: Type.Number(),
  blockMs: Type.Number(),
  /** Requests slower than this are bad. */
  limitMs: Type.Number(),
  /** Largest share of bad requests: 0.01 is "p99 ≤ limit". */
  badLimit: Type.Number(),
  /** Largest share of failed requests and wrong answers. */
  failedLimit: Type.Number(),
  /** What every probe must meet beside latency and failures; absent when nothing else is demanded. */
  demands: Type.Optional(Type.Array(demand)),
  /** How much lower the next load is after a confirmation failed, as a share of it. */
  backOff: Type.Number(),
  /** How the back-off grows with each further failure: time that is short cannot go down in small steps. */
  backOffGrowth: Type.Number(),
  /** Whether to look between a load confirmed at once and the one that failed. */
  bracket: Type.Boolean(),
  /** Time the whole search may take. */
  budgetMs: Type.Number(),
});

const reportFields = {
  plan: searchPlan,
  outcome,
  climb,
  boundary,
  firstBreak: orNull(firstBreak),
  /** A long run failed at a lower load than another passed: the lower load is reported. */
  inverted: Type.Boolean(),
  spentMs: Type.Number(),
  /** Every probe in order, void ones included. */
  entries: Type.Array(judgedProbe),
};

export const capacityReport = object(reportFields);

/** A fitted figure with its two-sided 95 % interval. */
const coefficient = object({ value: Type.Number(), low: Type.Number(), high: Type.Number() });

export const findings = object({
  /** Load to operate at, in the unit of the search. */
  operatingLoad: numberOrNull,
  operatingRatePerSec: numberOrNull,
  replicas: orNull(object({ serving: Type.Number(), withSpare: Type.Number() })),
  costPerMillion: numberOrNull,
  /** The guide's question: the probe at ten users; null when there was none (or the search was in requests/s). */
  atTenUsers: orNull(judgedProbe),
  scalability: orNull(object({ lambda: Type.Number(), sigma: coefficient, kappa: coefficient })),
});

export const savedSearch = object({
  schema: Type.Literal(CAPACITY_SCHEMA),
  ...reportFields,
  findings,
  /** What it was made with; searches saved before `item` was have none. Its other fields are for people. */
  setting: Type.Optional(Type.Object({ item: Type.Optional(orNull(Type.String())) })),
});
