// A recording as terminal text: the guide's table, totals, stages, and under them the verdict ladder.

import { formatCount, formatDuration, formatMs, formatPercent, formatRate, plural } from "../../lib/core/format.ts";
import { columns } from "../../lib/core/metrics/endpoint-metrics.ts";
import { units } from "../../lib/core/metrics/unit.ts";
import { samplesNeeded } from "../../lib/core/quantile.ts";
import type { EndpointRecord, Recording } from "../../lib/core/recording.ts";
import { type StageResult, stageResults } from "../../lib/core/stage-results.ts";
import { textTable } from "../../lib/core/text-table.ts";
import { ownMetricTable } from "../model/own-metric-table.ts";
import { ownMetricRow } from "../model/run-model.ts";
import type { Paint } from "./colour.ts";
import { runLadderText } from "./run-ladder.ts";

const HEADER = ["Endpoint", "Method", ...columns.map((m) => `${m.column} ${units[m.unit].head}`.trimEnd())];

/** A quantile, or why there is none. */
const quantileCell = (value: number | null, q: number, n: number): string =>
  value !== null || n === 0 ? formatMs(value) : `n/a (${n} < ${samplesNeeded(q)})`;

const row = (e: EndpointRecord): string[] => {
  const n = e.count - e.failed;
  return [
    e.rows === null || e.rows === 1 ? e.path : `${e.path} (${e.rows})`,
    e.method,
    ...columns.map((m) =>
      // The middle is shown however few there are.
      m.quantile !== null && m.quantile > 0.5 ? quantileCell(m.of(e), m.quantile, n) : units[m.unit].cell(m.of(e)),
    ),
  ];
};

const total = (endpoints: readonly EndpointRecord[], of: (e: EndpointRecord) => number): number =>
  endpoints.reduce((sum, e) => sum + of(e), 0);

const loadText = (r: Recording): string => {
  const { load } = r;
  const users = load.stages.flatMap((s) => s.users ?? []);
  if (users.length > 0) return `${Math.min(...users)} to ${Math.max(...users)} users in ${users.length} stages`;
  if (load.model === "script") return "load of the script";
  if (load.model === "closed") return plural(load.users ?? 0, "user");
  return `${formatRate(load.ratePerSec)} requests/s${load.arrivals === "poisson" ? ", Poisson arrivals" : ""}`;
};

const targetText = ({ target }: Recording): string => {
  const who = target.embedded ? "reference service" : "service";
  return `${who} at ${target.url}${target.profile === null ? "" : `, profile ${target.profile}`}`;
};

function headline(r: Recording, paint: Paint): string {
  const engine = `${r.engine.name} ${r.engine.version}`;
  const times = `${formatDuration(r.durationMs)} after ${formatDuration(r.warmupMs)} of warm-up`;
  const first = [
    paint.strong(r.scenario),
    engine,
    loadText(r),
    times,
    ...(r.seed === null ? [] : [`seed ${r.seed}`]),
  ].join(" · ");
  return `${first}\n${targetText(r)}\n`;
}

function totals(r: Recording): string {
  const count = total(r.endpoints, (e) => e.count);
  const items = total(r.endpoints, (e) => e.items);
  const seconds = r.durationMs / 1000;
  const perSec = (n: number): string => (seconds > 0 ? `${formatRate(n / seconds)}/s` : "n/a");
  const perUser =
    r.load.users === null || r.load.stages.length > 0 || seconds === 0
      ? ""
      : ` (${formatRate(items / seconds / r.load.users)} a user)`;
  const work = r.item === null ? "" : `; ${formatCount(items)} ${r.item}s = ${perSec(items)}${perUser}`;
  return `Total: ${formatCount(count)} requests = ${perSec(count)}${work}\n`;
}

function ownMetricsText(r: Recording): string {
  const { head, rows } = ownMetricTable(r.metrics.map((metric) => ownMetricRow(metric, r.durationMs)));
  return `The script's own metrics\n${textTable(head, rows)}`;
}

const errorsText = (r: Recording): string =>
  r.endpoints
    .filter((e) => e.failed > 0)
    .map(
      (e) =>
        `  ${e.name}: ${Object.entries(e.errors)
          .map(([kind, n]) => `${kind} ${n}`)
          .join(", ")}\n`,
    )
    .join("");

const stageRow = (s: StageResult): string[] => [
  s.stage.name,
  formatCount(s.count),
  formatRate(s.ratePerSec),
  ...[s.meanMs, s.p50Ms].map(formatMs),
  quantileCell(s.p95Ms, 0.95, s.count - s.failed),
  quantileCell(s.p99Ms, 0.99, s.count - s.failed),
  formatPercent(s.count === 0 ? null : s.failed / s.count),
];

const stagesText = (r: Recording): string =>
  `By stage (all inference requests)\n${textTable(
    ["Stage", "Count", "Requests/s", "Mean ms", "P50 ms", "P95 ms", "P99 ms", "Fail %"],
    stageResults(r).map(stageRow),
  )}`;

/** The whole report of one run. */
export function runReport(r: Recording, paint: Paint): string {
  const errors = errorsText(r);
  return [
    headline(r, paint),
    textTable(HEADER, r.endpoints.map(row)),
    totals(r),
    ...(r.metrics.length === 0 ? [] : [ownMetricsText(r)]),
    ...(r.load.stages.length === 0 ? [] : [stagesText(r)]),
    ...(errors === "" ? [] : [`Failures by kind\n${errors}`]),
    runLadderText(r, paint),
  ].join("\n");
}
