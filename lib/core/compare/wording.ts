// The words and figures of a comparison that every renderer shares, so that a table, a pull-request comment and a test
// report never say different things. "Inconclusive" is never worded as passed.

import { formatDuration, formatPercent, NOT_MEASURED, plural } from "../format.ts";
import { builtInMetric } from "../metrics/endpoint-metrics.ts";
import { units } from "../metrics/unit.ts";
import type {
  AnswerRow,
  Comparison,
  FailureRow,
  Interval,
  Judged,
  MetricRow,
  MorePairs,
  OverallVerdict,
  RowVerdict,
} from "./model.ts";

/** A throughput is in requests/s; of a script's own metric the figure: `checkout p95`. */
const metricName = (key: string): string => {
  const metric = builtInMetric(key);
  if (metric === undefined) return key.replace(/\.([a-z0-9]+)$/, " $1");
  return metric.unit === "per second" ? metric.word : metric.name;
};

const VERDICT_WORDS: Readonly<Record<OverallVerdict | RowVerdict, string>> = {
  invalid: "invalid",
  regressed: "regressed",
  improved: "improved",
  "no-change": "no change",
  inconclusive: "inconclusive",
  unsupported: "too few requests",
};

const verdictWords = (verdict: OverallVerdict | RowVerdict): string => VERDICT_WORDS[verdict];

/** +12 %, −3.4 %, 0 %. */
export const signedPercent = (fraction: number | null): string => {
  if (fraction === null) return NOT_MEASURED;
  const text = formatPercent(Math.abs(fraction));
  return fraction === 0 ? text : `${fraction > 0 ? "+" : "−"}${text}`;
};

/** relative: a change is after / before − 1; points: it is a difference of two fractions. */
export type ChangeUnit = "relative" | "points";

/** A difference of fractions in percentage points: +0.31 pp, 0 pp. */
const signedPoints = (difference: number): string => {
  const size = Math.abs(difference * 100).toFixed(2);
  return Number(size) === 0 ? "0 pp" : `${difference < 0 ? "−" : "+"}${size} pp`;
};

/** A change in its unit, with its sign. */
export const signedChange = (change: number | null, unit: ChangeUnit): string =>
  unit === "relative" || change === null ? signedPercent(change) : signedPoints(change);

/** [−3.4 %, +12 %]; an end that the data do not bound is …. */
export const intervalText = ({ low, high }: Interval, unit: ChangeUnit = "relative"): string =>
  low === null && high === null
    ? "[unbounded]"
    : `[${low === null ? "…" : signedChange(low, unit)}, ${high === null ? "…" : signedChange(high, unit)}]`;

/** A row that is information has its word in brackets: it does not count. */
export const verdictText = ({ verdict, gated }: Pick<Judged, "verdict" | "gated">): string =>
  gated ? verdictWords(verdict) : `(${verdictWords(verdict)})`;

/** p with two significant digits; small ones as a bound. */
export const pText = (p: number | null): string =>
  p === null ? NOT_MEASURED : p < 0.0001 ? "<0.0001" : p > 0.1 ? p.toFixed(2) : p.toPrecision(2);

/** More pairs than this are no plan. */
const PATIENCE = 200;

/** about 13 more pairs (range 6-31) to show a change. */
export const morePairsText = ({ pairs, low, high, toShow }: MorePairs): string =>
  pairs > PATIENCE
    ? `more than ${PATIENCE} more pairs: longer runs, a quieter machine or --duet would help more`
    : `about ${plural(pairs, "more pair")} (range ${low}-${high}) to show ${toShow === "change" ? "a change" : "no change"}`;

/** `predict p95`; a row over every endpoint goes without a name. */
export const rowName = (
  row: Judged & { readonly metric?: string; readonly kind?: string; readonly counted?: string },
): string => {
  const what =
    row.metric !== undefined
      ? metricName(row.metric)
      : row.kind === undefined
        ? (row.counted ?? "failures")
        : row.kind === "incorrect"
          ? "wrong labels"
          : row.kind === "checks"
            ? "failed checks"
            : "wrong answers";
  if (row.endpoint === "all") return what;
  return row.endpoint === "at rest" ? `${what} at rest` : `${row.endpoint} ${what}`;
};

const bySize = (x: MetricRow, y: MetricRow): number => Math.abs(y.improvement ?? 0) - Math.abs(x.improvement ?? 0);

const names = (rows: readonly Judged[]): string => {
  const shown = rows.slice(0, 3).map(rowName);
  const rest = rows.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
};

const evidence = ({ design, pairs, a, b, metrics }: Body): string => {
  const instances = metrics.find((row) => row.metric === "restMs")?.n ?? 0;
  const atRest = instances === 0 ? "" : `${plural(instances, "pair")} of instances at rest, `;
  const counted = pairs.filter((pair) => pair.dropped === null).length;
  return design.kind === "saved"
    ? `${a.runs.length} against ${b.runs.length} saved recordings`
    : `${atRest}${counted} ${design.kind === "duet" ? "simultaneous" : "interleaved"} ${counted === 1 ? "pair" : "pairs"}`;
};

type Body = Omit<Comparison, "headline" | "schema">;

const judgedRows = (c: Body): readonly Judged[] => [...c.metrics, ...c.failures, ...c.answers];

const shareText = (row: FailureRow | AnswerRow): string =>
  `${rowName(row)} ${formatPercent(row.fractionA)} to ${formatPercent(row.fractionB)}`;

/** `predict p95 −12 % [−15 %, −8.4 %]`; `latency at rest 68.1 → 71.5 ms (+5.0 % [+4.1 %, +5.8 %])`. */
export const changeText = (row: MetricRow): string =>
  row.change === null
    ? `${rowName(row)} lost`
    : row.metric === "restMs"
      ? `${rowName(row)} ${units.ms.cell(row.a)} → ${units.ms.cell(row.b)} ms (${signedPercent(row.change)} ${intervalText(row.changeInterval)})`
      : `${rowName(row)} ${signedPercent(row.change)} ${intervalText(row.changeInterval)}`;

/** Wrong answers before failures before slowness: the worst first, with its figures; the others by name. */
const claim = (c: Body, verdict: "regressed" | "improved"): string => {
  const gated = (row: Judged): boolean => row.gated && row.verdict === verdict;
  const shares = [...c.answers.filter(gated), ...c.failures.filter(gated)];
  const metrics = c.metrics.filter(gated).sort(bySize);
  const lead = shares[0] !== undefined ? shareText(shares[0]) : metrics[0] !== undefined ? changeText(metrics[0]) : "";
  const others = [...shares, ...metrics].slice(1);
  return ` ${lead}${others.length === 0 ? "" : `; also ${names(others)}`}`;
};

/** The largest change that a row has shown, gated or not: what is undecided beside it does not undo it. */
const proven = (c: Body): string => {
  const [row] = c.metrics.filter((r) => r.verdict === "improved" || r.verdict === "regressed").sort(bySize);
  return row === undefined
    ? ""
    : `; shown: ${changeText(row)}, p ${pText(row.pHolm ?? row.p)}${row.gated ? "" : " (not gated)"}`;
};

/** Beside what is measured: starting the service, its checks. */
const RUN_OVERHEAD_MS = 4000;

/** What it would take to settle the row that needs most, and how long that would last. */
const longestPlan = ({ metrics, design, a: { fingerprint } }: Body): string => {
  const open = metrics.flatMap((row) => (row.gated && row.morePairs !== null ? [{ row, plan: row.morePairs }] : []));
  const [longest] = open.sort((x, y) => y.plan.pairs - x.plan.pairs);
  if (longest === undefined) return "";
  const { row, plan } = longest;
  if (row.metric === "restMs") return `; ${morePairsText(plan).replace(/more pairs?/, "$& of instances")}`;
  const runs = design.kind === "duet" ? 1 : 2;
  const eachMs = runs * (fingerprint.warmupMs + fingerprint.durationMs + RUN_OVERHEAD_MS);
  const time = plan.pairs > PATIENCE ? "" : `, some ${formatDuration(plan.pairs * eachMs)}`;
  return `; ${morePairsText(plan)}${time}`;
};

const undecided = (c: Body): string => {
  const gated = judgedRows(c).filter((row) => row.gated);
  if (gated.length === 0) return " nothing could be judged";
  const open = gated.filter((row) => row.verdict === "inconclusive");
  if (open.length === 0) return " the answers are as before, but neither speed nor failures could be judged";
  const need = longestPlan(c);
  return ` ${open.length} of ${gated.length} gated metrics undecided (${names(open)})${need}${proven(c)}`;
};

/** One sentence that says the verdict and what it rests on. */
export const headline = (c: Body): string => {
  switch (c.verdict) {
    case "invalid": {
      const why = c.refusals.length > 0 ? c.refusals.map((r) => `${r.what} differs`) : c.notes.map((n) => n.text);
      return `invalid: ${c.refusals.length > 0 ? "not compared, " : ""}${why[0] ?? "no usable recordings"}`;
    }
    case "regressed":
    case "improved":
      return `${c.verdict}:${claim(c, c.verdict)} (${evidence(c)})`;
    case "inconclusive":
      return `inconclusive:${undecided(c)} (${evidence(c)})`;
    case "no-change":
      return `no change: every gated metric stays within its floor (${evidence(c)})`;
  }
};
