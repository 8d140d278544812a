// A report as Markdown, in blocks of falling importance, so that a reader with a size limit can take the first ones.

import { intervalText, pText, signedChange, verdictText } from "../../lib/core/compare/wording.ts";
import { formatCount, formatMs, formatPercent } from "../../lib/core/format.ts";
import type { State } from "../../lib/core/ladder/ladder.ts";
import type { CapacityView, ChangeView, Finding, ReportModel, Rung, Trend } from "../model/model.ts";
import { partsOf } from "../model/parts.ts";
import { trendColumns, trendRow } from "../model/trend-row.ts";
import { escapeMarkdown } from "./escape.ts";
import { markdownTable, prose } from "./markdown-text.ts";
import { resultsTable, resultsTemplate } from "./results-template.ts";

const signs: Readonly<Record<State, string>> = { good: "✅", warn: "⚠️", bad: "❌", unknown: "➖" };

const questions: Readonly<Record<Rung["name"], string>> = {
  validity: "Sound",
  answers: "Answers",
  objectives: "Objectives",
  change: "Change",
};

export const headlineBlock = (model: ReportModel): string =>
  `## ${signs[model.headline.state]} ${escapeMarkdown(model.headline.text)}: ${escapeMarkdown(model.title)}`;

export const ladderBlock = (model: ReportModel): string =>
  model.ladder
    .flatMap((rung) => [
      `- ${signs[rung.state]} **${questions[rung.name]}** (${escapeMarkdown(rung.word)}): ${prose(rung.sentence)}`,
      ...rung.reasons.map((r) => `  - ${prose(`${r.finding} ${r.advice}`.trim())}`),
    ])
    .join("\n");

/** The figures: change, capacity, diagnosis and the tables, whichever the report has. */
export function figureBlocks(model: ReportModel): string[] {
  const { change, capacity, endpoints, findings, trends } = partsOf(model);
  return [
    ...(change === null ? [] : [changeBlock(change)]),
    ...(capacity === null ? [] : [capacityBlock(capacity)]),
    ...(endpoints.length === 0 ? [] : [`### Results\n\n${resultsTable(endpoints)}`]),
    ...extraBlocks(model),
    ...(findings.length === 0 ? [] : [diagnosisBlock(findings)]),
    ...(trends.length === 0 ? [] : [trendBlock(trends)]),
  ];
}

/** Tables and remarks that need no words of their own. */
const extraBlocks = ({ tables, remarks }: ReportModel): string[] => [
  ...tables.map(
    ({ title, columns, rows, notes }) =>
      `### ${escapeMarkdown(title)}\n\n${markdownTable(
        columns.map((c) => c.name),
        columns.map((c, i) => (i === 0 || c.plain === true ? "l" : "r")).join(""),
        rows,
      )}${notes.map((note) => `\n\n${prose(note)}`).join("")}`,
  ),
  ...remarks.map(
    ({ title, lines }) => `### ${escapeMarkdown(title)}\n\n${lines.map((l) => `- ${prose(l)}`).join("\n")}`,
  ),
];

const changeBlock = (view: ChangeView): string =>
  `### Change: ${escapeMarkdown(view.after)} against ${escapeMarkdown(view.before)}\n\n${prose(view.design)}.\n\n${markdownTable(
    ["Metric", "Before", "After", "Change", "95 % interval", "p", "Verdict", "Note"],
    "lrrrrrll",
    view.rows.map((row) => [
      row.metric,
      row.before,
      row.after,
      signedChange(row.change, row.unit),
      intervalText(row, row.unit),
      pText(row.p),
      verdictText(row),
      row.notes.join("; "),
    ]),
  )}${view.unsupported.length === 0 ? "" : `\n\nNot judged, because some run holds too few requests: ${prose(view.unsupported.join(", "))}.`}`;

const capacityBlock = (view: CapacityView): string =>
  `### Capacity: ${formatCount(view.confirmed)} ${escapeMarkdown(view.unit)} confirmed safe, first breaks at ${formatCount(view.firstFailing)}, ${escapeMarkdown(view.shape)} boundary\n\n${markdownTable(
    [view.unit, "Stage", "Requests", `${view.quantile.toUpperCase()} (ms)`, "Bad", "Upper bound", "Outcome", "Note"],
    "rlrrrrll",
    view.probes.map((p) => [
      String(p.load),
      p.stage,
      formatCount(p.requests),
      formatMs(p.limitedMs),
      formatPercent(p.badFraction),
      formatPercent(p.badUpper),
      p.outcome,
      p.note,
    ]),
  )}`;

const diagnosisBlock = (findings: readonly Finding[]): string =>
  `### Diagnosis\n\n${findings
    .map((f) =>
      [
        `- ${signs[f.state]} **${escapeMarkdown(f.title)}**`,
        `  - Measured: ${prose(f.evidence)}`,
        `  - Likely cause: ${prose(f.cause)}`,
        `  - Could also be: ${prose(f.rival)}`,
        `  - To tell them apart: ${prose(f.nextExperiment)}`,
      ].join("\n"),
    )
    .join("\n")}`;

const trendBlock = (trends: readonly Trend[]): string =>
  `### History\n\n${markdownTable(trendColumns, "llrrrrrr", trends.map(trendRow))}`;

/** The whole report; a run is the guide's results template under its verdicts. */
export const renderMarkdown = (model: ReportModel): string =>
  model.kind === "run"
    ? `${headlineBlock(model)}\n\n${ladderBlock(model)}\n\n${resultsTemplate(model, extraBlocks(model))}`
    : `${[headlineBlock(model), ladderBlock(model), ...figureBlocks(model)].filter((b) => b !== "").join("\n\n")}\n`;
