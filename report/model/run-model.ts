// The report of one recording.

import { diagnoseRun } from "../../lib/core/diagnosis/diagnose.ts";
import { runStandings } from "../../lib/core/ladder/standings.ts";
import { endpointMetrics } from "../../lib/core/metrics/endpoint-metrics.ts";
import { figuresOf } from "../../lib/core/metrics/own-figures.ts";
import { samplesNeeded } from "../../lib/core/quantile.ts";
import type { EndpointRecord, OwnMetric, Recording } from "../../lib/core/recording.ts";
import { chartData } from "./chart-series.ts";
import { facts } from "./facts.ts";
import { findingOf } from "./finding.ts";
import { headlineOf, objectivesJudged, runLadder } from "./ladder.ts";
import type { CriterionRow, EndpointRow, ErrorRow, OwnMetricRow, ReportModel, Totals } from "./model.ts";
import { actualText, objectiveText } from "./objective-text.ts";
import { redactModel } from "./redact-model.ts";

/** Everything a renderer needs to show one run. */
export function runModel(recording: Recording): ReportModel {
  const ladder = runLadder(recording);
  return redactModel({
    kind: "run",
    title: recording.label === recording.scenario ? recording.label : `${recording.label} · ${recording.scenario}`,
    headline: headlineOf(ladder),
    at: recording.startedAt,
    ladder,
    endpoints: recording.endpoints.map(endpointRow),
    totals: totals(recording),
    metrics: recording.metrics.map((metric) => ownMetricRow(metric, recording.durationMs)),
    criteria: criterionRows(recording, objectivesJudged(runStandings(recording))),
    errors: errorRows(recording),
    charts: chartData(recording),
    comparison: null,
    capacity: null,
    diagnosis: diagnoseRun(recording).map(findingOf),
    trends: [],
    facts: facts(recording),
  });
}

/** A request kind as the guide writes it: /predict, /predict_batch (25). */
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

export const ownMetricRow = (metric: OwnMetric, durationMs: number): OwnMetricRow => ({
  name: metric.name,
  type: metric.type,
  samples: metric.n,
  figures: figuresOf(metric).map((f) => ({ word: f.word, unit: f.unit, value: f.of(metric, durationMs) })),
});

export function totals(recording: Recording): Totals {
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
  };
}

export const criterionRows = (recording: Recording, judged: boolean): CriterionRow[] =>
  recording.objectives.criteria.map((criterion) => ({
    endpoint: criterion.endpoint,
    rule: objectiveText(criterion),
    actual: actualText(criterion),
    verdict: judged ? criterion.verdict : "not-judged",
  }));

export const errorRows = (recording: Recording): ErrorRow[] =>
  recording.endpoints
    .flatMap((e) => Object.entries(e.errors).map(([kind, count]) => ({ endpoint: e.name, kind, count })))
    .filter((row) => row.count > 0)
    .sort((a, b) => b.count - a.count);
