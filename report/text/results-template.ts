// The guide's results template, filled in: configuration, table, totals, conclusion. Figures that were not measured
// say so; the conclusion is the verdict ladder in words.

import { formatCount, formatDuration, formatRate } from "../../lib/core/format.ts";
import { columns } from "../../lib/core/metrics/endpoint-metrics.ts";
import { units } from "../../lib/core/metrics/unit.ts";
import type { EndpointRow, RunModel, Totals } from "../model/model.ts";
import { escapeMarkdown } from "./escape.ts";
import { codeOrText, markdownTable, prose } from "./markdown-text.ts";

const header = [
  "Endpoint",
  "Method",
  ...columns.map(({ column, unit }) => {
    const { head } = units[unit];
    return head === "" ? column : head === "%" ? `${column} %` : `${column} (${head})`;
  }),
];

/** `more` stands between the totals and the conclusion. */
export function resultsTemplate(model: RunModel, more: readonly string[]): string {
  const configuration = model.facts.find((group) => group.title === "Configuration")?.facts ?? [];
  const blocks = [
    `## Load Test Run: ${escapeMarkdown(readableTime(model.at))}`,
    `**Configuration**:\n${configuration.map(({ name, value }) => `- ${escapeMarkdown(name)}: ${name === "Host" ? codeOrText(value) : escapeMarkdown(value)}`).join("\n")}`,
    `**Results**:\n\n${resultsTable(model.endpoints)}`,
    ...totalsLines(model.totals),
    ...more,
    `**Conclusion**: ${conclusion(model)}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The guide's ten columns, and under them why a figure is missing. */
export function resultsTable(rows: readonly EndpointRow[]): string {
  const table = markdownTable(
    header,
    `ll${"r".repeat(columns.length)}`,
    rows.map((row) => [
      row.title,
      row.method,
      ...columns.map(({ key, unit }) => units[unit].cell(row.figures[key] ?? null)),
    ]),
  );
  const notes = rows.filter((row) => row.note !== "").map((row) => `n/a for ${prose(row.title)}: ${prose(row.note)}.`);
  return notes.length === 0 ? table : `${table}\n\n${notes.join("\n\n")}`;
}

const workLine = (t: Totals, items: string): string =>
  `**Throughput**: ${formatCount(t.items)} ${prose(items)} = ${formatRate(t.itemsPerSec)} ${prose(items)}/sec${
    t.users === null || t.users === 0 ? "" : `, ${formatRate(t.itemsPerSec / t.users)} ${prose(items)}/sec per user`
  }`;

const totalsLines = (t: Totals): string[] => [
  `**Total RPS**: ${formatCount(t.requests)} requests / ${formatDuration(t.durationMs)} = ${formatRate(t.ratePerSec)} RPS`,
  ...(t.item === null ? [] : [workLine(t, `${t.item}s`)]),
  ...(t.cost === null ? [] : [`**Cost**: ${prose(t.cost.text)}`]),
];

const conclusion = (model: RunModel): string =>
  [
    `${escapeMarkdown(model.headline.text)}.`,
    ...model.ladder.map((rung) => prose(rung.sentence)),
    ...model.ladder.flatMap((rung) => rung.reasons.map((r) => prose(r.advice)).filter((advice) => advice !== "")),
  ].join(" ");

const readableTime = (at: string): string => at.replace("T", " ").replace(/(:\d\d)(?:\.\d+)?Z$/, "$1 UTC");
