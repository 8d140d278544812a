// A comparison as terminal text: what was compared and how, a row a metric, what to know beside them, the figures of the
// side that is judged, the ladder, and the verdict last, where the eye is.

import { intervalText, pText, signedChange, verdictText } from "../../lib/core/compare/wording.ts";
import { formatPercent } from "../../lib/core/format.ts";
import { textTable } from "../../lib/core/text-table.ts";
import type { ChangeRow, ChangeView, ComparisonModel, Rung } from "../model/model.ts";
import type { Paint } from "./colour.ts";
import { ladderText, painter } from "./ladder-text.ts";
import { paragraphs, settingText } from "./report-text.ts";
import { endpointsText, errorsText, totalsText } from "./run-text.ts";

const HEADER = ["Metric", "Before", "After", "Change", "95 % interval", "p", "Floor", "Verdict"];

const cells = (row: ChangeRow): string[] => [
  row.metric,
  row.before,
  row.after,
  signedChange(row.change, row.unit),
  row.change === null ? "n/a" : intervalText(row, row.unit),
  pText(row.p),
  row.unit === "relative" ? formatPercent(row.floor) : signedChange(row.floor, "points").replace("+", ""),
  verdictText(row),
];

const painted = (paint: Paint, row: ChangeRow, line: string): string => {
  if (!row.gated) return paint.dim(line);
  if (row.verdict === "regressed") return paint.bad(line);
  if (row.verdict === "improved") return paint.good(line);
  return row.verdict === "inconclusive" ? paint.warn(line) : line;
};

function rowsText({ rows, unsupported }: ChangeView, paint: Paint): string {
  if (rows.length === 0) return "";
  const [head = "", rule = "", ...lines] = textTable(HEADER, rows.map(cells)).trimEnd().split("\n");
  const body = rows.map((row, i) => painted(paint, row, lines[i] ?? ""));
  const without =
    unsupported.length === 0 ? "" : `Not judged, since some run holds too few requests: ${unsupported.join(", ")}\n`;
  return `${[paint.strong(head), rule, ...body].join("\n")}\n${without}`;
}

const size = (fraction: number): string => (fraction > 10 ? "more than tenfold" : formatPercent(fraction));

/** Smallest change that would have been found, by gated metric. */
const detectableText = ({ rows }: ChangeView): string => {
  const parts = rows.flatMap((row) => (row.detectable === null ? [] : [`${row.metric} ${size(row.detectable)}`]));
  return parts.length === 0 ? "" : `Smallest change found four times in five: ${parts.join(", ")}\n`;
};

/** Notes of the comparison, and those of rows each once with the rows it is about. */
function notesText({ notes, rows }: ChangeView): string {
  const about = new Map<string, string[]>();
  for (const row of rows) for (const note of row.notes) about.set(note, [...(about.get(note) ?? []), row.metric]);
  const lines = [...notes, ...[...about].map(([note, metrics]) => `${metrics.join(", ")}: ${note}`)];
  return lines.length === 0 ? "" : `Notes\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** The rung that decides: the lowest that is broken, else the change. */
const decisive = (ladder: readonly Rung[]): Rung | undefined =>
  ladder.find((rung) => rung.state === "bad" && rung.name !== "objectives") ??
  ladder.find((rung) => rung.name === "change");

function verdictLine(rung: Rung, paint: Paint): string {
  const sentence = rung.sentence.replace(/^[a-z- ]+: /i, "");
  const word = rung.state === "bad" && rung.word !== "worse" ? rung.word.toUpperCase() : rung.word;
  return `${painter(rung.state, paint)(paint.strong(word === "worse" ? "REGRESSED" : word))}: ${sentence}\n`;
}

/** What is known of the decisive rung beside its sentence stays with the ladder. */
const rest = (rung: Rung): readonly Rung[] => (rung.reasons.length === 0 ? [] : [{ ...rung, sentence: "" }]);

export function comparisonText(model: ComparisonModel, paint: Paint): string {
  const { after, change, ladder } = model;
  const last = decisive(ladder);
  return paragraphs([
    settingText(model.setting, paint),
    rowsText(change, paint),
    detectableText(change),
    notesText(change),
    after === null
      ? ""
      : `After, all its runs together\n${endpointsText(after.endpoints)}${totalsText(after.totals)}${errorsText(after.errors)}`,
    ladderText(
      ladder.flatMap((rung) => (rung === last ? rest(rung) : [rung])),
      paint,
    ),
    last === undefined ? "" : verdictLine(last, paint),
  ]);
}
