// A capacity search as terminal text: every probe, the curve, the ladder and what follows from it.

import { formatCount, formatDuration, formatMs, formatPercent, formatRate } from "../../lib/core/format.ts";
import { textTable } from "../../lib/core/text-table.ts";
import type { CapacityModel, CapacityView } from "../model/model.ts";
import { capacityChart } from "./capacity-chart.ts";
import type { Paint } from "./colour.ts";
import { ladderText, painter } from "./ladder-text.ts";
import { factsText, paragraphs, settingText } from "./report-text.ts";

const probesText = ({ probes, unit }: CapacityView): string =>
  textTable(
    ["#", "Probe", unit, "Length", "Requests", "P95 ms", "P99 ms", "Req/s", "Bad", "Bad at most", "Verdict"],
    probes.map((p, i) => [
      String(i + 1),
      p.stage,
      Number.isInteger(p.load) ? formatCount(p.load) : formatRate(p.load),
      formatDuration(p.durationMs),
      formatCount(p.requests),
      formatMs(p.p95Ms),
      formatMs(p.p99Ms),
      formatRate(p.ratePerSec),
      formatPercent(p.badFraction),
      p.stage === "climb" ? "" : formatPercent(p.badUpper),
      p.outcome === "pass" ? "pass" : p.outcome === "fail" ? "FAIL" : "void",
    ]),
  );

/** What made probes fail or void, each once, with the loads it was seen at. */
function notesText({ probes, unit }: CapacityView): string {
  const loads = new Map<string, Set<number>>();
  for (const p of probes) if (p.note !== "") loads.set(p.note, (loads.get(p.note) ?? new Set()).add(p.load));
  return [...loads]
    .map(([note, at]) => `  ${[...at].map((load) => formatCount(load)).join(", ")} ${unit}: ${note}\n`)
    .join("");
}

export const capacityText = (model: CapacityModel, paint: Paint): string =>
  paragraphs([
    settingText(model.setting, paint),
    `${probesText(model.capacity)}${notesText(model.capacity)}`,
    capacityChart(model.capacity, paint),
    ladderText(model.ladder, paint),
    ...model.facts.filter(({ title }) => title === "What follows").map(factsText),
    `${painter(model.headline.state, paint)(paint.strong(model.headline.text))}\n`,
  ]);
