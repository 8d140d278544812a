// A run as terminal text: the guide's table, totals, stages, and under them the verdict ladder.

import { formatCount, formatRate } from "../../lib/core/format.ts";
import { columns } from "../../lib/core/metrics/endpoint-metrics.ts";
import { units } from "../../lib/core/metrics/unit.ts";
import { textTable } from "../../lib/core/text-table.ts";
import { typed } from "../model/command-text.ts";
import type { EndpointRow, ErrorRow, RunModel, Totals } from "../model/model.ts";
import { quantileText } from "../model/run-model.ts";
import type { Paint } from "./colour.ts";
import { ladderText } from "./ladder-text.ts";
import { findingsInShort, paragraphs, remarkText, settingText, tableText } from "./report-text.ts";

const HEADER = ["Endpoint", "Method", ...columns.map((m) => `${m.column} ${units[m.unit].head}`.trimEnd())];

export const endpointsText = (rows: readonly EndpointRow[]): string =>
  textTable(
    HEADER,
    rows.map((e) => [
      e.title,
      e.method,
      ...columns.map(({ key, unit, quantile }) => {
        const value = e.figures[key] ?? null;
        // The middle is shown however few there are.
        return quantile !== null && quantile > 0.5
          ? quantileText(value, quantile, e.count - e.failed)
          : units[unit].cell(value);
      }),
    ]),
  );

export const totalsText = (t: Totals): string => {
  const perSec = (rate: number): string => (t.durationMs > 0 ? `${formatRate(rate)}/s` : "n/a");
  const each = t.users === null || t.users === 0 ? "" : ` (${formatRate(t.itemsPerSec / t.users)} a user)`;
  const work = t.item === null ? "" : `; ${formatCount(t.items)} ${t.item}s = ${perSec(t.itemsPerSec)}${each}`;
  const cost = t.cost === null ? "" : `Cost: ${t.cost.text}\n`;
  return `Total: ${formatCount(t.requests)} requests = ${perSec(t.ratePerSec)}${work}\n${cost}`;
};

export const errorsText = (errors: readonly ErrorRow[]): string => {
  const endpoints = [...new Set(errors.map((e) => e.endpoint))];
  const kinds = (endpoint: string): string =>
    errors
      .filter((e) => e.endpoint === endpoint)
      .map((e) => `${e.kind} ${formatCount(e.count)}`)
      .join(", ");
  return endpoints.length === 0
    ? ""
    : `Failures by kind\n${endpoints.map((name) => `  ${name}: ${kinds(name)}\n`).join("")}`;
};

export const runText = (model: RunModel, paint: Paint): string =>
  paragraphs([
    settingText(model.setting, paint),
    endpointsText(model.endpoints),
    totalsText(model.totals),
    ...model.tables.map((table) => tableText(table, paint)),
    errorsText(model.errors),
    // A run by itself says nothing of change: no line for it.
    ladderText(
      model.ladder.filter((rung) => rung.name !== "change"),
      paint,
    ) +
      model.remarks.map(remarkText).join("") +
      findingsInShort(model.findings, typed("diagnose", model.label), paint),
  ]);
