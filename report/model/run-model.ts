// The report of one recording.

import { diagnoseRun } from "../../lib/core/diagnosis/diagnose.ts";
import { formatCount, formatMs, formatPercent, formatRate } from "../../lib/core/format.ts";
import { passedShare } from "../../lib/core/ladder/checks-state.ts";
import { runStandings } from "../../lib/core/ladder/standings.ts";
import { endpointMetrics } from "../../lib/core/metrics/endpoint-metrics.ts";
import { figuresOf as ownFiguresOf } from "../../lib/core/metrics/own-figures.ts";
import { samplesNeeded } from "../../lib/core/quantile.ts";
import type { EndpointRecord, OwnMetric, Recording } from "../../lib/core/recording.ts";
import { stageResults } from "../../lib/core/stage-results.ts";
import { chartData } from "./chart-series.ts";
import { costTotals } from "./cost-totals.ts";
import { facts } from "./facts.ts";
import { findingOf } from "./finding.ts";
import { headlineOf, objectivesJudged, runLadder } from "./ladder.ts";
import type { CriterionRow, EndpointRow, ErrorRow, Figures, OwnMetricRow, RunModel, Table, Totals } from "./model.ts";
import { actualText, objectiveText } from "./objective-text.ts";
import { ownMetricTables } from "./own-metric-table.ts";
import { redactModel } from "./redact-model.ts";
import { remarksOf } from "./remarks.ts";
import { settingOf } from "./setting.ts";
import { tracesTables } from "./traces-table.ts";

/** Everything a renderer needs to show one run. */
export function runModel(recording: Recording): RunModel {
  const ladder = runLadder(recording);
  const judged = objectivesJudged(runStandings(recording));
  const figures = figuresOf(recording, judged);
  return redactModel({
    kind: "run",
    label: recording.label,
    title: recording.label === recording.scenario ? recording.label : `${recording.label} · ${recording.scenario}`,
    headline: headlineOf(ladder),
    at: recording.startedAt,
    setting: settingOf(recording),
    ladder,
    ...figures,
    tables: [
      ...ownMetricTables(figures.metrics),
      ...(recording.load.stages.length === 0 ? [] : [stagesTable(recording)]),
      ...tracesTables(recording.endpoints),
    ],
    remarks: remarksOf(recording, judged),
    findings: diagnoseRun(recording).map(findingOf),
    facts: facts(recording),
  });
}

/** The figures of a run, or of several pooled. */
export const figuresOf = (recording: Recording, judged: boolean): Figures => ({
  endpoints: recording.endpoints.map(endpointRow),
  totals: totals(recording),
  metrics: [...recording.metrics.map((metric) => ownMetricRow(metric, recording.durationMs)), ...checksRows(recording)],
  criteria: criterionRows(recording, judged),
  errors: errorRows(recording),
  charts: chartData(recording),
});

const stageColumns = ["Stage", "Count", "Requests/s", "Mean ms", "P50 ms", "P95 ms", "P99 ms", "Fail %"];

const stagesTable = (recording: Recording): Table => ({
  title: "By stage",
  columns: stageColumns.map((name) => ({ name })),
  rows: stageResults(recording).map((s) => [
    s.stage.name,
    formatCount(s.count),
    formatRate(s.ratePerSec),
    ...[s.meanMs, s.p50Ms].map(formatMs),
    quantileText(s.p95Ms, 0.95, s.count - s.failed),
    quantileText(s.p99Ms, 0.99, s.count - s.failed),
    formatPercent(s.count === 0 ? null : s.failed / s.count),
  ]),
  notes: ["All inference requests of a stage, its settling left out."],
});

/** A quantile, or how many requests it has and needs. */
export const quantileText = (value: number | null, q: number, n: number): string =>
  value !== null || n === 0 ? formatMs(value) : `n/a (${n} < ${samplesNeeded(q)})`;

/** A request kind as the guide writes it: /classify, /classify (25). */
const endpointTitle = (endpoint: Pick<EndpointRecord, "path" | "rows" | "name">): string => {
  const path = endpoint.path === "" ? endpoint.name : endpoint.path;
  return endpoint.rows === null || endpoint.rows === 1 ? path : `${path} (${endpoint.rows})`;
};

export function endpointRow(endpoint: EndpointRecord): EndpointRow {
  const { latencyMs, count, failed } = endpoint;
  const good = count - failed;
  const tooFew = ([95, 99] as const).filter(
    (p) => latencyMs[`p${p}`] === null && good > 0 && good < samplesNeeded(p / 100),
  );
  const note =
    good === 0
      ? "no request succeeded"
      : tooFew.map((p) => `p${p} needs ${samplesNeeded(p / 100)} requests, n = ${good}`).join("; ");
  return {
    name: endpoint.name,
    title: endpointTitle(endpoint),
    method: endpoint.method,
    count,
    failed,
    figures: Object.fromEntries(endpointMetrics.map((m) => [m.key, m.of(endpoint)])),
    note,
  };
}

const ownMetricRow = (metric: OwnMetric, durationMs: number): OwnMetricRow => ({
  name: metric.name,
  type: metric.type,
  samples: metric.n,
  figures: ownFiguresOf(metric).map((f) => ({ word: f.word, unit: f.unit, value: f.of(metric, durationMs) })),
});

/** A script's checks, all together, as k6's summary has them. */
function checksRows({ script, checks }: Recording): readonly OwnMetricRow[] {
  const share = passedShare(checks);
  if (script === null || share === null) return [];
  const samples = checks.reduce((sum, { passes, fails }) => sum + passes + fails, 0);
  return [{ name: "checks", type: "rate", samples, figures: [{ word: "rate", unit: "fraction", value: share }] }];
}

function totals(recording: Recording): Totals {
  const sum = (pick: (e: EndpointRecord) => number): number =>
    recording.endpoints.reduce((total, e) => total + pick(e), 0);
  const seconds = recording.durationMs / 1000;
  const requests = sum((e) => e.count);
  const items = sum((e) => e.items);
  return {
    requests,
    failed: sum((e) => e.failed),
    durationMs: recording.durationMs,
    ratePerSec: seconds === 0 ? 0 : requests / seconds,
    item: recording.item,
    items,
    itemsPerSec: seconds === 0 ? 0 : items / seconds,
    users: recording.load.users,
    cost: costTotals(recording),
  };
}

const criterionRows = (recording: Recording, judged: boolean): CriterionRow[] =>
  recording.objectives.criteria.map((criterion) => ({
    endpoint: criterion.endpoint,
    rule: objectiveText(criterion),
    actual: actualText(criterion),
    verdict: judged ? criterion.verdict : "not-judged",
  }));

const errorRows = (recording: Recording): ErrorRow[] =>
  recording.endpoints
    .flatMap((e) => Object.entries(e.errors).map(([kind, count]) => ({ endpoint: e.name, kind, count })))
    .filter((row) => row.count > 0)
    .sort((a, b) => b.count - a.count);
