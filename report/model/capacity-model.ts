// The report of a capacity search: which load is safe, how sure that is, and every probe it rests on.

import type { Findings } from "../../lib/core/capacity/findings.ts";
import type { BindingCriterion, Entry, ProbeVerdict } from "../../lib/core/capacity/judge-probe.ts";
import type { LoadUnit } from "../../lib/core/capacity/probe.ts";
import { type CapacityReport, safeEntry } from "../../lib/core/capacity/search.ts";
import { formatCount, formatDuration, formatMs, formatPercent, formatRate } from "../../lib/core/format.ts";
import { brokenBelow, type State } from "../../lib/core/ladder/ladder.ts";
import { searchStandings } from "../../lib/core/ladder/standings.ts";
import { inWords } from "./ladder.ts";
import type { CapacityView, FactGroup, ProbeRow, ReportModel, Rung } from "./model.ts";
import { redactModel } from "./redact-model.ts";

/** A search as `tailgate capacity` saves it. */
export interface SavedSearch extends CapacityReport {
  readonly findings: Findings;
}

const units: Readonly<Record<LoadUnit, string>> = { users: "users", ratePerSec: "requests/s" };

/** `at` is when the search began, ISO 8601. */
export function capacityModel(search: SavedSearch, label: string, at: string): ReportModel {
  const standings = searchStandings(search);
  const ladder = inWords(standings, {
    validity: validityRung(search, standings.validity),
    answers: answersRung(search, standings.answers),
    objectives: capacityRung(search, standings.objectives),
  });
  const below = brokenBelow("objectives", standings);
  return redactModel({
    kind: "capacity",
    title: label === "capacity" ? label : `${label} · capacity`,
    headline:
      below === undefined
        ? { state: standings.objectives, text: headlineText(search) }
        : {
            state: "bad",
            text: below === "validity" ? "No probe could be trusted" : "The service gives wrong answers",
          },
    at,
    ladder,
    endpoints: [],
    totals: null,
    metrics: [],
    criteria: [],
    errors: [],
    charts: null,
    comparison: null,
    capacity: capacityView(search),
    diagnosis: [],
    trends: [],
    facts: [planFacts(search), findingFacts(search)],
  });
}

const loadText = (load: number, { plan }: CapacityReport): string => `${formatCount(load)} ${units[plan.unit]}`;

function headlineText(search: SavedSearch): string {
  const { outcome } = search;
  if (outcome.kind === "none") return "No safe load found";
  if (outcome.kind === "unconfirmed") return "No load was confirmed";
  const least = outcome.kind === "confirmed" && outcome.atLeast === null ? "" : "At least ";
  return `${least}${loadText(outcome.entry.probe.load, search)} are safe`;
}

function validityRung({ entries }: SavedSearch, state: State): Rung {
  const voids = entries.filter((e) => e.verdict === "void");
  const reasons = [...new Map(voids.flatMap((e) => e.result.voidBecause).map((r) => [r.rule, r])).values()].map(
    (r) => ({
      finding: `${r.finding}.`,
      advice: r.advice,
    }),
  );
  const rung = (word: string, sentence: string): Rung => ({
    name: "validity",
    state,
    word,
    sentence,
    reasons,
  });
  if (entries.length === 0) return rung("no data", "No probe was made.");
  if (voids.length === entries.length) return rung("invalid", "A guard failed in every probe.");
  return voids.length === 0
    ? rung("valid", `All ${entries.length} probes are sound.`)
    : rung("suspect", `A guard failed in ${voids.length} of ${entries.length} probes; they do not count.`);
}

function answersRung({ entries }: SavedSearch, state: State): Rung {
  const wrong = entries.reduce((sum, e) => sum + e.result.wrong, 0);
  const first = Math.min(...entries.filter((e) => e.result.wrong > 0).map((e) => e.probe.load));
  const rung = (word: string, sentence: string): Rung => ({ name: "answers", state, word, sentence, reasons: [] });
  if (wrong === 0) return rung("right", "No wrong answer was seen at any load.");
  return state === "bad"
    ? rung("wrong", `${formatCount(wrong)} wrong answers, the first at ${formatCount(first)}.`)
    : rung("right", `Right up to the load that is safe; wrong from ${formatCount(first)} on.`);
}

const criteria: Readonly<Record<BindingCriterion, string>> = {
  latency: "too many requests are too slow",
  failures: "requests fail",
  answers: "answers are wrong",
};

function capacityRung(search: SavedSearch, state: State): Rung {
  const { outcome, plan, firstBreak, inverted } = search;
  const flat = search.boundary === "flat" ? " Loads well above it cannot be told from it: the boundary is flat." : "";
  const odd = inverted ? " A lower load failed where a higher one passed; the lower is reported." : "";
  const broke =
    firstBreak === null
      ? ""
      : ` ${firstBreak.clear ? "It clearly breaks" : "The climb stopped"} at ${loadText(firstBreak.load, search)}: ${criteria[firstBreak.criterion]}.`;
  const rung = (word: string, sentence: string): Rung => ({
    name: "objectives",
    state,
    word,
    sentence: `${sentence}${broke}${flat}${odd}`,
    reasons: [],
  });
  const limit = `p99 at most ${formatMs(plan.limitMs)} ms`;
  if (outcome.kind === "none")
    return rung("no safe load", `Already ${loadText(plan.start, search)} is too much for ${limit}.`);
  if (outcome.kind === "unconfirmed") {
    const load =
      outcome.load === null ? "" : ` The climb reached ${loadText(outcome.load, search)}, which no long run confirmed.`;
    const why = {
      budget: "the time was over",
      guard: "a guard failed",
      requests: "too few requests for a p99 came",
    }[outcome.why];
    return rung("unconfirmed", `Nothing was confirmed, because ${why}.${load}`);
  }
  const { entry } = outcome;
  if (outcome.kind === "shown") {
    const { load, share, durationMs } = outcome;
    return rung(
      "shown",
      `At least ${loadText(load, search)} keep ${limit}, with 95 % confidence: in ${formatDuration(durationMs)} of probes there and above, ${formatPercent(share.share)} of ${formatCount(share.total)} requests were bad, at most ${formatPercent(share.upper)}. No single long run passed before the time ended.`,
    );
  }
  return rung(
    "confirmed",
    `${loadText(entry.probe.load, search)} keep ${limit}: over ${formatDuration(entry.probe.durationMs)}, ${formatPercent(entry.share.share)} of ${formatCount(entry.share.total)} requests were bad, at most ${formatPercent(entry.share.upper)} with 95 % confidence.`,
  );
}

const outcomes: Readonly<Record<ProbeVerdict, ProbeRow["outcome"]>> = {
  pass: "pass",
  fail: "fail",
  breach: "fail",
  void: "invalid",
};

const capacityView = (search: SavedSearch): CapacityView => ({
  unit: units[search.plan.unit],
  limitMs: search.plan.limitMs,
  confirmed: safeEntry(search.outcome)?.probe.load ?? null,
  firstFailing: search.firstBreak?.load ?? null,
  recommended: search.findings.operatingLoad,
  shape: search.boundary,
  probes: search.entries.map(probeRow),
});

const probeRow = ({ probe, result, share, verdict, criterion }: Entry): ProbeRow => ({
  load: probe.load,
  stage: probe.kind,
  p99Ms: result.p99Ms,
  ratePerSec: result.ratePerSec,
  requests: share.total,
  badFraction: share.share,
  badUpper: share.share === null ? null : share.upper,
  outcome: outcomes[verdict],
  note:
    criterion === null
      ? result.voidBecause.map((reason) => reason.finding).join("; ")
      : `${criteria[criterion]}${result.worstEndpoint === null ? "" : `, most of them ${result.worstEndpoint}`}`,
});

const planFacts = ({ plan, spentMs }: SavedSearch): FactGroup => ({
  title: "Search",
  facts: [
    { name: "Counted in", value: units[plan.unit] },
    plan.step === null
      ? { name: "From", value: `${plan.start}, doubled, then halving the gap` }
      : { name: "From, in steps of", value: `${plan.start}, ${plan.step}` },
    { name: "Objective", value: `p99 at most ${formatMs(plan.limitMs)} ms, no failures` },
    { name: "Window of the climb", value: formatDuration(plan.climbMs) },
    { name: "Confirmation", value: formatDuration(plan.confirmMs) },
    { name: "Time spent", value: `${formatDuration(spentMs)} of ${formatDuration(plan.budgetMs)}` },
  ],
});

function findingFacts({ findings, plan }: SavedSearch): FactGroup {
  const { operatingLoad, operatingRatePerSec, replicas, costPerMillion, atTenUsers } = findings;
  const known: readonly (readonly [string, string | null])[] = [
    ["Operate at", operatingLoad === null ? null : `${formatCount(operatingLoad)} ${units[plan.unit]}`],
    ["That is", operatingRatePerSec === null ? null : `${formatRate(operatingRatePerSec)} requests/s`],
    ["Replicas for the target", replicas === null ? null : `${replicas.serving}, ${replicas.withSpare} with a spare`],
    ["A million predictions cost", costPerMillion === null ? null : costPerMillion.toFixed(2)],
    ["At ten users", atTenUsers === null ? null : `p99 ${formatMs(atTenUsers.result.p99Ms)} ms`],
  ];
  return {
    title: "What follows",
    facts: known.flatMap(([name, value]) => (value === null ? [] : [{ name, value }])),
  };
}
