// The report of a comparison: the ladder over both sides, and a row a metric. What the comparison decided is shown, not
// decided again.

import type { AnswerRow, Comparison, Design, FailureRow, Judged, MetricRow } from "../../lib/core/compare/model.ts";
import { pooledRun } from "../../lib/core/compare/pooled-run.ts";
import { morePairsText, rowName } from "../../lib/core/compare/wording.ts";
import { formatCount, plural } from "../../lib/core/format.ts";
import { brokenBelow, type Standings, type State } from "../../lib/core/ladder/ladder.ts";
import { answersWorse, comparisonStandings, runStandings } from "../../lib/core/ladder/standings.ts";
import { valueText } from "../../lib/core/metrics/unit.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { accuracyText, allHeld, allRight, NONE_CHECKED, someFailed, someWrong } from "./answers-text.ts";
import { chartData } from "./chart-series.ts";
import { facts } from "./facts.ts";
import { headlineOf, inWords, objectivesJudged } from "./ladder.ts";
import type { ChangeRow, ChangeView, ComparisonModel, FactGroup, Figures, Headline, Rung } from "./model.ts";
import { redactModel } from "./redact-model.ts";
import { figuresOf } from "./run-model.ts";
import { capital, objectivesRung } from "./run-rungs.ts";
import { lengthText } from "./setting.ts";

/** The ids of side B's runs that count: those of pairs that were left out do not. */
export function countedRuns({ b, pairs }: Comparison): ReadonlySet<string> {
  const dropped = new Set(pairs.filter((pair) => pair.dropped !== null).map((pair) => pair.b.id));
  return new Set(b.runs.map((run) => run.id).filter((id) => !dropped.has(id)));
}

/** `kept` are recordings of side B, oldest first: the figures of those that count are shown together. */
export function comparisonModel(comparison: Comparison, kept: readonly Recording[]): ComparisonModel {
  const counted = countedRuns(comparison);
  const runs = kept.filter((run) => counted.has(run.id));
  const after = pooledRun(runs);
  const standings = standingsOf(comparison, after);
  const ladder = comparisonLadder(comparison, after, standings);
  const f = comparison.a.fingerprint;
  return redactModel({
    kind: "comparison",
    title: `${comparison.b.label} against ${comparison.a.label}`,
    headline: headline(comparison, standings, ladder),
    at: comparison.b.runs.at(-1)?.startedAt ?? after?.startedAt ?? "",
    setting: [
      [f.scenario, f.engine, f.load, lengthText(f)].join(" · "),
      designText(comparison.design, comparison.pairs.filter((pair) => pair.dropped === null).length),
      sideText("Before", comparison.a),
      sideText("After ", comparison.b),
    ],
    ladder,
    tables: [],
    remarks: [],
    change: changeView(comparison),
    after: after && together(after, runs, objectivesJudged(standings)),
    facts: [sidesGroup(comparison), ...runs.slice(-1).flatMap(facts)],
  });
}

/** What is known by the second cannot be added up: it is the newest run's. */
function together(after: Recording, runs: readonly Recording[], judged: boolean): Figures {
  const [newest] = runs.slice(-1);
  const figures = figuresOf(after, judged);
  return newest === undefined || runs.length === 1
    ? figures
    : { ...figures, charts: chartData(newest), chartsOf: `the newest of ${runs.length} runs` };
}

const sideText = (name: string, side: Comparison["a"]): string => {
  const what = side.profile === null ? side.url : `${side.profile} at ${side.url}`;
  return `${name}  ${side.label}: ${what}, ${plural(side.runs.length, "run")}`;
};

const changeHeadlines: Readonly<Record<Comparison["verdict"], string>> = {
  invalid: "Not compared",
  regressed: "Worse than before",
  inconclusive: "No verdict on the change",
  improved: "Better than before",
  "no-change": "No change",
};

/** The change is what was asked for; only wrong answers and measurements that cannot be trusted come before it. */
function headline({ verdict }: Comparison, standings: Standings, ladder: readonly Rung[]): Headline {
  return brokenBelow("change", standings) === undefined
    ? { state: standings.change, text: changeHeadlines[verdict] }
    : headlineOf(ladder);
}

/** The side that is judged has its objectives, too, where a run of it was kept. */
const standingsOf = (comparison: Comparison, after: Recording | null): Standings => ({
  ...comparisonStandings(comparison),
  objectives: after === null ? "unknown" : runStandings(after).objectives,
});

const comparisonLadder = (comparison: Comparison, after: Recording | null, standings: Standings): readonly Rung[] =>
  inWords(standings, {
    validity: validityRung(comparison, standings.validity),
    answers: comparedAnswersRung(comparison, standings.answers),
    objectives: after === null ? noObjectives : objectivesRung(after, standings.objectives),
    change: changeRung(comparison, standings.change),
  });

const noObjectives: Rung = {
  name: "objectives",
  state: "unknown",
  word: "not known",
  sentence: "Not known, because no run was kept.",
  reasons: [],
};

const labelledText = ({ answers }: Comparison): string => {
  const labels = answers.find(({ kind }) => kind === "incorrect");
  return labels === undefined ? "" : accuracyText(labels.checkedB - labels.wrongB, labels.checkedB);
};

function comparedAnswersRung(comparison: Comparison, state: State): Rung {
  const row = comparison.answers.find(({ kind }) => kind !== "incorrect");
  const rung = (word: string, sentence: string): Rung => ({ name: "answers", state, word, sentence, reasons: [] });
  if (answersWorse(comparison)) return rung("worse", `${capital(comparison.headline)}.`);
  if (row === undefined || row.checkedB === 0) return rung("not checked", NONE_CHECKED);
  const { wrongB: wrong, checkedB: checked } = row;
  if (row.kind === "checks") {
    return wrong === 0
      ? rung("right", `${allHeld(checked)}.`)
      : rung("wrong", `${someFailed(wrong, checked)}, and not shown to be more than before.`);
  }
  const accuracy = labelledText(comparison);
  return wrong === 0
    ? rung("right", `${allRight(checked)}.${accuracy}`)
    : rung("wrong", `${someWrong(wrong, checked)}, and not shown to be more than before.${accuracy}`);
}

function validityRung(comparison: Comparison, state: State): Rung {
  const { a, b, pairs, refusals, verdict, notes } = comparison;
  const runs = [...a.runs, ...b.runs];
  const suspect = runs.filter((run) => run.validity === "suspect").length;
  const dropped = pairs.filter((pair) => pair.dropped !== null);
  const reasons = [
    ...refusals.map((r) => ({ finding: `${r.what} differs: ${r.a} and ${r.b}.`, advice: r.hint })),
    ...dropped.map((pair) => ({ finding: `Pair ${pair.index} does not count: ${pair.dropped}.`, advice: "" })),
    ...notes.filter((note) => note.severity === "warning").map((note) => ({ finding: note.text, advice: "" })),
  ];
  const rung = (word: string, sentence: string): Rung => ({
    name: "validity",
    state,
    word,
    sentence,
    reasons,
  });
  if (verdict === "invalid") return rung("invalid", comparison.headline);
  const share = `${formatCount(runs.length - suspect)} of ${formatCount(runs.length)} runs are sound`;
  const without = dropped.length === 0 ? "" : `, ${dropped.length} pairs were left out`;
  return suspect + dropped.length === 0
    ? rung("valid", `All ${formatCount(runs.length)} runs are sound.`)
    : rung("suspect", `Read with care: ${share}${without}.`);
}

const changeRung = ({ verdict, headline }: Comparison, state: State): Rung => ({
  name: "change",
  state,
  word: verdict === "no-change" ? "no change" : verdict,
  sentence: headline,
  reasons: [],
});

const changeView = (comparison: Comparison): ChangeView => ({
  before: comparison.a.label,
  after: comparison.b.label,
  design: designText(comparison.design, comparison.pairs.filter((pair) => pair.dropped === null).length),
  rows: byWeight(
    [
      ...comparison.metrics.map(metricRow),
      ...comparison.failures.map(failureRow),
      ...comparison.answers.map(answerRow),
    ].filter((row) => row.verdict !== "unsupported"),
  ),
  unsupported: comparison.metrics.filter((row) => row.verdict === "unsupported").map((row) => metricRow(row).metric),
  notes: comparison.notes.filter((note) => note.severity === "info").map((note) => note.text),
});

const weights: Readonly<Record<ChangeRow["verdict"], number>> = {
  regressed: 0,
  inconclusive: 1,
  improved: 2,
  "no-change": 3,
  unsupported: 4,
};

/** What counts before what is information, and within them what went wrong first. */
const byWeight = (rows: readonly ChangeRow[]): ChangeRow[] =>
  [...rows].sort((a, b) => Number(b.gated) - Number(a.gated) || weights[a.verdict] - weights[b.verdict]);

function designText(design: Design, pairs: number): string {
  const looks =
    design.looksTaken > 1 ? `, after ${design.looksTaken} of ${design.plannedLooks.length} planned looks` : "";
  const early = design.interrupted ? ", stopped early" : "";
  const how = {
    interleaved: `${plural(pairs, "pair")} of runs, one after the other in random order (seed ${design.seed ?? 0})`,
    duet: `${plural(pairs, "pair")} of runs, both sides at once`,
    saved: "saved recordings, made without pairing: intervals are widened by day-to-day noise",
  }[design.kind];
  const level =
    design.familySize === 0 ? "" : `; ${design.familySize} gated rows share a significance level of ${design.alpha}`;
  return `${how}${looks}${early}${level}`;
}

const judged = (row: Judged): Pick<ChangeRow, "p" | "gated" | "verdict"> => ({
  p: row.pHolm ?? row.p,
  gated: row.gated,
  verdict: row.verdict,
});

function metricRow(row: MetricRow): ChangeRow {
  const text = (value: number | null): string => valueText(row.unit, value);
  const more = row.verdict === "inconclusive" && row.morePairs !== null ? [morePairsText(row.morePairs)] : [];
  // Log ratios count worse as positive; the drawing shows the metric itself.
  const sign = row.betterWhen === "lower" ? 1 : -1;
  return {
    metric: rowName(row),
    before: text(row.a),
    after: text(row.b),
    unit: "relative",
    change: row.change,
    low: row.changeInterval.low,
    high: row.changeInterval.high,
    floor: row.floor,
    ...judged(row),
    notes: [...row.notes, ...more],
    detectable: row.gated ? row.detectable : null,
    pairChanges: row.logRatios.map((d) => Math.expm1(sign * d)),
  };
}

const failureRow = (row: FailureRow): ChangeRow => ({
  metric: rowName(row),
  before: `${formatCount(row.failedA)} of ${formatCount(row.countA)}`,
  after: `${formatCount(row.failedB)} of ${formatCount(row.countB)}`,
  ...pointsOf(row),
  notes: row.notes,
});

const answerRow = (row: AnswerRow): ChangeRow => ({
  metric: rowName(row),
  before: `${formatCount(row.wrongA)} of ${formatCount(row.checkedA)}`,
  after: `${formatCount(row.wrongB)} of ${formatCount(row.checkedB)}`,
  ...pointsOf(row),
  notes: row.notes,
});

const pointsOf = (row: FailureRow | AnswerRow): Omit<ChangeRow, "metric" | "before" | "after" | "notes"> => ({
  unit: "points",
  change: row.difference,
  low: row.differenceInterval.low,
  high: row.differenceInterval.high,
  floor: row.floor,
  ...judged(row),
  pairChanges: [],
  detectable: null,
});

const sidesGroup = ({ a, b }: Comparison): FactGroup => ({
  title: "Sides",
  facts: [a, b].flatMap((side, i) => [
    { name: i === 0 ? "Before" : "After", value: side.label },
    { name: "Host", value: side.url },
    ...(side.profile === null ? [] : [{ name: "Service", value: side.profile }]),
    ...(side.gitSha === null
      ? []
      : [{ name: "Commit", value: side.gitSha.slice(0, 12) + (side.dirty ? " (dirty)" : "") }]),
    { name: "Runs", value: formatCount(side.runs.length) },
  ]),
});
