// A comparison as terminal text: what was compared and how, a row a metric, what to know beside them, and the verdict
// last, where the eye is. Numbers and words come from the model; nothing is decided here.

import type { AnswerRow, Comparison, FailureRow, Judged, MetricRow } from "../../lib/core/compare/model.ts";
import { intervalText, pText, rowName, signedPercent, verdictWords } from "../../lib/core/compare/wording.ts";
import { formatCount, formatDuration, formatPercent, NOT_MEASURED, plural } from "../../lib/core/format.ts";
import { valueText } from "../../lib/core/metrics/unit.ts";
import { textTable } from "../../lib/core/text-table.ts";
import type { Paint } from "./colour.ts";

const HEADER = ["Metric", "A", "B", "Change", "Improvement", "95 % interval", "p", "Floor", "Verdict"];

/** Information stands in brackets: it does not count. */
const verdictCell = (row: Judged): string => (row.gated ? verdictWords(row.verdict) : `(${verdictWords(row.verdict)})`);

const metricCells = (row: MetricRow): string[] => [
  rowName(row),
  valueText(row.unit, row.a),
  valueText(row.unit, row.b),
  signedPercent(row.change),
  signedPercent(row.improvement),
  row.change === null ? NOT_MEASURED : intervalText(row.improvementInterval),
  pText(row.pHolm ?? row.p),
  formatPercent(row.floor),
  verdictCell(row),
];

const points = (x: number | null): string => {
  if (x === null) return NOT_MEASURED;
  const size = Math.abs(x * 100).toFixed(2);
  return Number(size) === 0 ? "0 pp" : `${x < 0 ? "−" : "+"}${size} pp`;
};

const shareCells = (
  row: FailureRow | AnswerRow,
  [hitsA, ofA]: [number, number],
  [hitsB, ofB]: [number, number],
): string[] => [
  rowName(row),
  `${formatCount(hitsA)} of ${formatCount(ofA)}`,
  `${formatCount(hitsB)} of ${formatCount(ofB)}`,
  points(row.difference),
  points(row.difference === null ? null : 0 - row.difference),
  row.differenceInterval.low === null || row.differenceInterval.high === null
    ? NOT_MEASURED
    : `[${points(0 - row.differenceInterval.high)}, ${points(0 - row.differenceInterval.low)}]`,
  pText(row.pHolm ?? row.p),
  points(row.floor).replace("+", ""),
  verdictCell(row),
];

const failureCells = (row: FailureRow): string[] =>
  shareCells(row, [row.failedA, row.countA], [row.failedB, row.countB]);

const answerCells = (row: AnswerRow): string[] =>
  shareCells(row, [row.wrongA, row.checkedA], [row.wrongB, row.checkedB]);

const painted = (paint: Paint, row: Judged, line: string): string => {
  if (!row.gated) return paint.dim(line);
  if (row.verdict === "regressed") return paint.bad(line);
  if (row.verdict === "improved") return paint.good(line);
  return row.verdict === "inconclusive" ? paint.warn(line) : line;
};

/** Gated rows first, then information, each in the model's order; what could not be stated is in the notes. */
function table(c: Comparison, paint: Paint): string {
  const rows = [
    ...c.metrics.filter((row) => row.verdict !== "unsupported").map((row) => ({ row, cells: metricCells(row) })),
    ...c.failures.map((row) => ({ row, cells: failureCells(row) })),
    ...c.answers.map((row) => ({ row, cells: answerCells(row) })),
  ];
  const ordered = [...rows.filter(({ row }) => row.gated), ...rows.filter(({ row }) => !row.gated)];
  const [head = "", rule = "", ...lines] = textTable(
    HEADER,
    ordered.map(({ cells }) => cells),
  )
    .trimEnd()
    .split("\n");
  const body = lines.map((line, i) => {
    const row = ordered[i]?.row;
    return row === undefined ? line : painted(paint, row, line);
  });
  return `${[paint.strong(head), rule, ...body].join("\n")}\n`;
}

const sideText = (name: string, side: Comparison["a"]): string => {
  const what = side.profile === null ? side.url : `${side.profile} at ${side.url}`;
  return `${name}  ${side.label}: ${what}, ${plural(side.runs.length, "run")}\n`;
};

const designText = ({ design, pairs }: Comparison): string => {
  if (design.kind === "saved") return "saved recordings, not made in pairs";
  const counted = pairs.filter((pair) => pair.dropped === null).length;
  const how = design.kind === "duet" ? "both sides at once" : `in random order (seed ${design.seed ?? NOT_MEASURED})`;
  const looks = design.plannedLooks.length > 1 ? `, look ${design.looksTaken} of ${design.plannedLooks.length}` : "";
  return `${plural(counted, "pair")} ${how}${looks}`;
};

function head(c: Comparison, paint: Paint): string {
  const f = c.a.fingerprint;
  const times = `${formatDuration(f.durationMs)} after ${formatDuration(f.warmupMs)} of warm-up`;
  const level =
    c.design.familySize === 0 ? "" : `; ${c.design.familySize} tests share a level of ${formatPercent(c.design.alpha)}`;
  return [
    `${[paint.strong(f.scenario), f.engine, f.load, times].join(" · ")}\n`,
    `${designText(c)}${level}\n`,
    sideText("A", c.a),
    sideText("B", c.b),
  ].join("");
}

/** Notes of rows, each once, with the rows it is about. */
function rowNotes(c: Comparison): string {
  const rowsOf = new Map<string, string[]>();
  for (const row of [...c.metrics, ...c.failures, ...c.answers]) {
    for (const note of row.notes) rowsOf.set(note, [...(rowsOf.get(note) ?? []), rowName(row)]);
  }
  return [...rowsOf].map(([note, rows]) => `  ${rows.join(", ")}: ${note}\n`).join("");
}

const detectable = (fraction: number): string => (fraction > 10 ? "more than tenfold" : formatPercent(fraction));

/** Smallest change that would have been found, by gated metric. */
function detectableText(c: Comparison): string {
  const parts = c.metrics.flatMap((row) =>
    row.gated && row.detectable !== null ? [`${rowName(row)} ${detectable(row.detectable)}`] : [],
  );
  return parts.length === 0 ? "" : `Smallest change found four times in five: ${parts.join(", ")}\n`;
}

const refusalText = (c: Comparison): string =>
  c.refusals.map((r) => `  ${r.what} differs:\n    A: ${r.a}\n    B: ${r.b}\n    ${r.hint}\n`).join("");

function verdictText(c: Comparison, paint: Paint): string {
  const colour = {
    invalid: paint.bad,
    regressed: paint.bad,
    inconclusive: paint.warn,
    improved: paint.good,
    "no-change": paint.good,
  };
  const [word = "", ...rest] = c.headline.split(":");
  const loud = c.verdict === "regressed" || c.verdict === "invalid" ? word.toUpperCase() : word;
  return `${colour[c.verdict](paint.strong(loud))}:${rest.join(":")}\n`;
}

/** The whole comparison; ends with the verdict line. */
export function comparisonReport(c: Comparison, paint: Paint): string {
  const judged = c.metrics.length + c.failures.length + c.answers.length > 0;
  const notes = [...c.notes.map((note) => `  ${note.severity === "warning" ? "! " : ""}${note.text}\n`)].join("");
  return [
    head(c, paint),
    ...(judged ? [table(c, paint)] : []),
    ...(c.refusals.length > 0 ? [`Not compared\n${refusalText(c)}`] : []),
    ...(judged ? [detectableText(c)] : []),
    ...(notes + rowNotes(c) === "" ? [] : [`Notes\n${notes}${rowNotes(c)}`]),
    verdictText(c, paint),
  ].join("\n");
}
