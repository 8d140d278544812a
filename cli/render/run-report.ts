// A recording as terminal text: the guide's table, totals, and the verdict ladder with reasons.

import { inputShare } from "../../lib/core/answers/accuracy.ts";
import { formatCount, formatDuration, formatMs, formatPercent, formatRate } from "../../lib/core/format.ts";
import { samplesNeeded } from "../../lib/core/quantile.ts";
import type { Criterion, EndpointRecord, Recording } from "../../lib/core/recording.ts";
import { textTable } from "../../lib/core/text-table.ts";
import type { Paint } from "./colour.ts";

const HEADER = ["Endpoint", "Method", "Count", "Mean ms", "Min ms", "Max ms", "P50 ms", "P95 ms", "P99 ms", "Fail %"];

/** A quantile, or why there is none. */
const quantileCell = (value: number | null, q: number, n: number): string =>
  value !== null || n === 0 ? formatMs(value) : `n/a (${n} < ${samplesNeeded(q)})`;

const row = (e: EndpointRecord): string[] => {
  const n = e.count - e.failed;
  const { mean, min, max, p50, p95, p99 } = e.latencyMs;
  return [
    e.batchSize === null || e.batchSize === 1 ? e.path : `${e.path} (${e.batchSize})`,
    e.method,
    formatCount(e.count),
    ...[mean, min, max, p50].map(formatMs),
    quantileCell(p95, 0.95, n),
    quantileCell(p99, 0.99, n),
    formatPercent(e.count === 0 ? null : e.failed / e.count),
  ];
};

const total = (endpoints: readonly EndpointRecord[], of: (e: EndpointRecord) => number): number =>
  endpoints.reduce((sum, e) => sum + of(e), 0);

const plural = (n: number, noun: string): string => `${formatCount(n)} ${noun}${n === 1 ? "" : "s"}`;

const loadText = (r: Recording): string => {
  const { load } = r;
  const users = load.stages.flatMap((s) => s.users ?? []);
  if (users.length > 0) return `${Math.min(...users)} to ${Math.max(...users)} users in ${users.length} stages`;
  return load.model === "closed" ? plural(load.users ?? 0, "user") : `${formatRate(load.ratePerSec)} requests/s`;
};

const targetText = ({ target }: Recording): string => {
  const who = target.embedded ? "reference service" : "service";
  return `${who} at ${target.url}${target.profile === null ? "" : `, profile ${target.profile}`}`;
};

function headline(r: Recording, paint: Paint): string {
  const engine = `${r.engine.name} ${r.engine.version}`;
  const times = `${formatDuration(r.durationMs)} after ${formatDuration(r.warmupMs)} of warm-up`;
  const first = [paint.strong(r.scenario), engine, loadText(r), times, `seed ${r.seed}`].join(" · ");
  return `${first}\n${targetText(r)}\n`;
}

function totals(r: Recording): string {
  const count = total(r.endpoints, (e) => e.count);
  const predictions = total(r.endpoints, (e) => e.predictions);
  const seconds = r.durationMs / 1000;
  const perSec = (n: number): string => (seconds > 0 ? `${formatRate(n / seconds)}/s` : "n/a");
  const perUser =
    r.load.users === null || r.load.stages.length > 0 || seconds === 0
      ? ""
      : ` (${formatRate(predictions / seconds / r.load.users)} a user)`;
  return `Total: ${formatCount(count)} requests = ${perSec(count)}; ${formatCount(predictions)} predictions = ${perSec(predictions)}${perUser}\n`;
}

const metricNames: Readonly<Record<Criterion["metric"], string>> = {
  p95Ms: "p95",
  p99Ms: "p99",
  meanMs: "mean",
  failedFraction: "failures",
  wrongFraction: "wrong answers",
  count: "requests",
  ratePerSec: "requests/s",
};
const boundNames: Readonly<Record<Criterion["bound"], string>> = {
  "at-most": "at most",
  below: "below",
  "at-least": "at least",
};

const figure = (metric: Criterion["metric"], value: number): string => {
  if (metric === "failedFraction" || metric === "wrongFraction") return formatPercent(value);
  return metric.endsWith("Ms") ? `${formatMs(value)} ms` : formatCount(value);
};

const criterionText = (c: Criterion): string =>
  c.actual === null
    ? `${metricNames[c.metric]} not measured`
    : `${metricNames[c.metric]} ${figure(c.metric, c.actual)} (must be ${boundNames[c.bound]} ${figure(c.metric, c.limit)})`;

/** What an endpoint missed, and what could not be judged of it, in one line; undefined when it met everything. */
const endpointCriteria = (endpoint: string, criteria: readonly Criterion[], paint: Paint): string | undefined => {
  const own = criteria.filter((c) => c.endpoint === endpoint);
  const open = own.filter((c) => c.verdict !== "pass");
  if (open.length === 0) return undefined;
  const mark = open.some((c) => c.verdict === "fail") ? paint.bad("✗") : paint.warn("?");
  const text =
    open.length === own.length && open.every((c) => c.actual === null)
      ? "not measured"
      : open.map(criterionText).join(", ");
  return `  ${mark} ${endpoint}: ${text}\n`;
};

function validityText(r: Recording, paint: Paint): string {
  const { verdict, reasons } = r.validity;
  const word = { valid: paint.good("valid"), suspect: paint.warn("suspect"), invalid: paint.bad("INVALID") }[verdict];
  const lines = reasons.map((x) => `  ${x.severity === "invalid" ? "✗" : "!"} ${x.finding}\n    ${x.advice}\n`);
  return `Measurement  ${word}${r.partial ? " (ended early: partial)" : ""}\n${lines.join("")}`;
}

function answersText(r: Recording, paint: Paint): string {
  const checked = total(r.endpoints, (e) => e.answers.checked);
  const wrong = total(r.endpoints, (e) => e.answers.mismatched);
  const labelled = total(r.endpoints, (e) => e.answers.labelled);
  const correct = total(r.endpoints, (e) => e.answers.correct);
  if (checked === 0) return `Answers      ${paint.warn("none checked")}\n`;
  const word = wrong === 0 ? paint.good("right") : paint.bad("WRONG");
  const faults = new Map<string, number>();
  for (const e of r.endpoints) {
    for (const [fault, n] of Object.entries(e.answers.faults)) faults.set(fault, (faults.get(fault) ?? 0) + n);
  }
  const how = wrong === 0 ? "" : ` (${[...faults].map(([fault, n]) => `${fault} ${n}`).join(", ")})`;
  const accuracy = labelled === 0 ? "" : `; ${formatPercent(correct / labelled)} of labels correct`;
  return `Answers      ${word}: ${formatCount(checked)} checked, ${formatCount(wrong)} wrong${how}${accuracy}\n${atRestText(r)}`;
}

/** Accuracy from unique inputs: the same text asked again under load is no further evidence. */
function atRestText({ golden }: Recording): string {
  if (golden === null || golden.inputs === 0) return "";
  const { share, low, high } = inputShare(golden.correct, golden.inputs);
  const unstable =
    golden.unstable === 0 ? "" : `; ${formatCount(golden.unstable)} answered differently when asked twice`;
  return `  at rest ${formatPercent(share)} of ${formatCount(golden.inputs)} unique texts get their true label (95 %: ${formatPercent(low)} to ${formatPercent(high)})${unstable}\n`;
}

function objectivesText(r: Recording, paint: Paint): string {
  const { verdict, criteria } = r.objectives;
  const met = criteria.filter((c) => c.verdict === "pass").length;
  const word = { pass: paint.good("met"), fail: paint.bad("MISSED"), "no-data": paint.warn("no data") }[verdict];
  const endpoints = [...new Set(criteria.map((c) => c.endpoint))];
  const lines = endpoints.flatMap((endpoint) => endpointCriteria(endpoint, criteria, paint) ?? []);
  return `Objectives   ${word}: ${met} of ${criteria.length} met\n${lines.join("")}`;
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

/** The whole report of one run. */
export function runReport(r: Recording, paint: Paint): string {
  const errors = errorsText(r);
  return [
    headline(r, paint),
    textTable(HEADER, r.endpoints.map(row)),
    totals(r),
    ...(errors === "" ? [] : [`Failures by kind\n${errors}`]),
    `${validityText(r, paint)}${answersText(r, paint)}${objectivesText(r, paint)}`,
  ].join("\n");
}
