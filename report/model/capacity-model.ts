// The report of a capacity search: which load is safe, how sure that is, and every probe it rests on.

import type {
  BindingCriterion,
  Entry,
  LoadUnit,
  ProbeResult,
  ProbeVerdict,
  SavedSearch,
} from "../../lib/core/capacity/model.ts";
import { limitedMs, limitedQuantile, limitText } from "../../lib/core/capacity/objective-limits.ts";
import { safeEntry } from "../../lib/core/capacity/search.ts";
import { formatCount, formatDuration, formatMs, formatPercent, formatRate, plural } from "../../lib/core/format.ts";
import { brokenBelow, type State } from "../../lib/core/ladder/ladder.ts";
import { searchStandings } from "../../lib/core/ladder/standings.ts";
import { inWords } from "./ladder.ts";
import type { CapacityModel, CapacityView, FactGroup, ProbeRow, Rung } from "./model.ts";
import { redactModel } from "./redact-model.ts";
import { loadText } from "./setting.ts";

const units: Readonly<Record<LoadUnit, string>> = { users: "users", ratePerSec: "requests/s" };

/** `at` is when the search began, ISO 8601. */
export function capacityModel(search: SavedSearch, label: string, at: string): CapacityModel {
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
    setting: [settingText(search)],
    tables: [],
    remarks: [],
    capacity: capacityView(search),
    facts: [planFacts(search), findingFacts(search)],
  });
}

const settingText = ({ plan }: SavedSearch): string =>
  `${limitText(plan)}, from ${loadText(plan.start, plan.unit)}, ${plan.step === null ? "doubled, then halving the gap" : `in steps of ${plan.step}`}`;

function headlineText(search: SavedSearch): string {
  const { outcome } = search;
  if (outcome.kind === "none") return "No safe load found";
  if (outcome.kind === "unconfirmed") return "No load was confirmed";
  const least = outcome.kind === "confirmed" && outcome.atLeast === null ? "" : "At least ";
  return `${least}${loadText(outcome.entry.probe.load, search.plan.unit)} are safe`;
}

function validityRung({ entries }: SavedSearch, state: State): Rung {
  const voids = entries.filter((e) => e.verdict === "void");
  const reasons = [...new Map(voids.flatMap((e) => e.result.voidBecause).map((r) => [r.rule, r])).values()].map(
    (r) => ({
      finding: `${r.finding}.`,
      advice: r.advice,
    }),
  );
  const lost = entries.reduce((sum, e) => sum + (e.result.lostBlocks ?? 0), 0);
  const stalled = {
    finding: `The machine stood still under the generator: ${plural(lost, "block")} left out, whatever they held.`,
    advice: "",
  };
  const rung = (word: string, sentence: string): Rung => ({
    name: "validity",
    state,
    word,
    sentence,
    reasons: lost === 0 ? reasons : [...reasons, stalled],
  });
  if (entries.length === 0) return rung("no data", "No probe was made.");
  if (voids.length === entries.length) return rung("invalid", "A guard failed in every probe.");
  return voids.length === 0
    ? rung("valid", `All ${entries.length} probes are sound.`)
    : rung("suspect", `A guard failed in ${voids.length} of ${entries.length} probes; they do not count.`);
}

function answersRung({ entries, plan }: SavedSearch, state: State): Rung {
  const wrong = entries.reduce((sum, e) => sum + e.result.wrong, 0);
  const first = Math.min(...entries.filter((e) => e.result.wrong > 0).map((e) => e.probe.load));
  const rung = (word: string, sentence: string): Rung => ({ name: "answers", state, word, sentence, reasons: [] });
  if (wrong === 0) return rung("right", "No wrong answer was seen at any load.");
  return state === "bad"
    ? rung("wrong", `${plural(wrong, "wrong answer")}, the first at ${loadText(first, plan.unit)}.`)
    : rung("right", `Right up to the load that is safe; wrong from ${loadText(first, plan.unit)} on.`);
}

const criteria: Readonly<Record<BindingCriterion, string>> = {
  latency: "too many requests are too slow",
  failures: "requests fail",
  answers: "answers are wrong",
  objectives: "another objective is missed",
};

function capacityRung(search: SavedSearch, state: State): Rung {
  const { outcome, plan, firstBreak, inverted } = search;
  const flat = search.boundary === "flat" ? " Loads well above it cannot be told from it: the boundary is flat." : "";
  const odd = inverted ? " A lower load failed where a higher one passed; the lower is reported." : "";
  const broke =
    firstBreak === null
      ? ""
      : ` ${firstBreak.clear ? "It clearly breaks" : "The climb stopped"} at ${loadText(firstBreak.load, search.plan.unit)}: ${criteria[firstBreak.criterion]}.`;
  const rung = (word: string, sentence: string): Rung => ({
    name: "objectives",
    state,
    word,
    sentence: `${sentence}${broke}${flat}${odd}`,
    reasons: [],
  });
  const limit = `${limitedQuantile(plan)} at most ${formatMs(plan.limitMs)} ms`;
  if (outcome.kind === "none")
    return rung("no safe load", `Already ${loadText(plan.start, search.plan.unit)} is too much for ${limit}.`);
  if (outcome.kind === "unconfirmed") {
    const load =
      outcome.load === null
        ? ""
        : ` The climb reached ${loadText(outcome.load, search.plan.unit)}, which no long run confirmed.`;
    const why = {
      budget: "the time was over",
      guard: "a guard failed",
      requests: `too few requests for a ${limitedQuantile(plan)} came`,
    }[outcome.why];
    return rung("unconfirmed", `Nothing was confirmed, because ${why}.${load}`);
  }
  const { entry } = outcome;
  if (outcome.kind === "shown") {
    const { load, share, durationMs } = outcome;
    return rung(
      "shown",
      `At least ${loadText(load, search.plan.unit)} keep ${limit}, with 95 % confidence: in ${formatDuration(durationMs)} of probes there and above, ${formatPercent(share.share)} of ${formatCount(share.total)} requests were bad, at most ${formatPercent(share.upper)}. No single long run passed before the time ended.`,
    );
  }
  return rung(
    "confirmed",
    `${loadText(entry.probe.load, search.plan.unit)} keep ${limit}: over ${formatDuration(entry.probe.durationMs)}, ${formatPercent(entry.share.share)} of ${formatCount(entry.share.total)} requests were bad, at most ${formatPercent(entry.share.upper)} with 95 % confidence.`,
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
  quantile: limitedQuantile(search.plan),
  confirmed: safeEntry(search.outcome)?.probe.load ?? null,
  firstFailing: search.firstBreak?.load ?? null,
  recommended: search.findings.operatingLoad,
  shape: search.boundary,
  probes: search.entries.map((entry) => probeRow(entry, search.plan)),
});

const probeRow = ({ probe, result, share, verdict, criterion }: Entry, plan: SavedSearch["plan"]): ProbeRow => ({
  load: probe.load,
  stage: probe.kind,
  durationMs: probe.durationMs,
  p95Ms: result.p95Ms,
  p99Ms: result.p99Ms,
  limitedMs: limitedMs(plan, result),
  ratePerSec: result.ratePerSec,
  requests: share.total,
  badFraction: share.share,
  badUpper: share.share === null ? null : share.upper,
  outcome: outcomes[verdict],
  note:
    criterion === null
      ? result.voidBecause.map((reason) => reason.finding).join("; ")
      : `${criteria[criterion]}${criterion === "objectives" ? missedText(result) : worstText(result)}`,
});

const worstText = ({ worstEndpoint }: ProbeResult): string =>
  worstEndpoint === null ? "" : `, most of them ${worstEndpoint}`;

const missedText = ({ missed = [], unmeasured = [] }: ProbeResult): string =>
  `: ${[...missed, ...unmeasured.map((what) => `${what} could not be measured`)].join(", ")}`;

const planFacts = ({ plan, spentMs }: SavedSearch): FactGroup => ({
  title: "Search",
  facts: [
    { name: "Counted in", value: units[plan.unit] },
    plan.step === null
      ? { name: "From", value: `${plan.start}, doubled, then halving the gap` }
      : { name: "From, in steps of", value: `${plan.start}, ${plan.step}` },
    { name: "Objective", value: limitText(plan) },
    { name: "Window of the climb", value: formatDuration(plan.climbMs) },
    { name: "Confirmation", value: formatDuration(plan.confirmMs) },
    { name: "Time spent", value: `${formatDuration(spentMs)} of ${formatDuration(plan.budgetMs)}` },
  ],
});

const boundaries: Readonly<Record<SavedSearch["boundary"], string>> = {
  cliff: "a cliff: one step more is clearly too much. Keep away from it",
  smooth: "smooth: latency rises over several loads",
  flat: "flat: loads well apart cannot be told from each other, so take the number with a grain of salt",
  unseen: "not seen: nothing failed",
};

/** An estimate with its interval, both without a unit. */
const estimate = (c: { readonly value: number; readonly low: number; readonly high: number }): string =>
  `${c.value.toFixed(4)} [${c.low.toFixed(4)}, ${c.high.toFixed(4)}]`;

function findingFacts({ findings, plan, boundary, setting, outcome }: SavedSearch): FactGroup {
  const perCpuSecond = safeEntry(outcome)?.result.predictionsPerCpuSecond;
  const { operatingLoad, operatingRatePerSec, replicas, costPerMillion, atTenUsers, scalability } = findings;
  const facts: readonly (readonly [string, string | null])[] = [
    ["Boundary", boundaries[boundary]],
    [
      "At ten users",
      atTenUsers === null
        ? null
        : `${formatRate(atTenUsers.result.ratePerSec)} requests/s, p99 ${formatMs(atTenUsers.result.p99Ms)} ms`,
    ],
    [
      "Operate at",
      operatingLoad === null
        ? null
        : `${loadText(operatingLoad, plan.unit)} a replica, 70 % of it: ${formatRate(operatingRatePerSec)} inference requests/s`,
    ],
    [
      "Replicas for the target",
      replicas === null ? null : `${replicas.serving}, and ${replicas.withSpare} so that one may fail`,
    ],
    [
      "Work for the CPU",
      perCpuSecond == null
        ? null
        : `${formatRate(perCpuSecond)} ${setting?.item ?? "item"}s a CPU second (CPU only) at the confirmed load`,
    ],
    [`A million ${setting?.item ?? "item"}s cost`, costPerMillion === null ? null : costPerMillion.toPrecision(3)],
    [
      "Scaling (USL)",
      scalability === null
        ? null
        : `contention σ ${estimate(scalability.sigma)}, coherency κ ${estimate(scalability.kappa)}`,
    ],
  ];
  return {
    title: "What follows",
    facts: facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }])),
  };
}
