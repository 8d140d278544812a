// The trend page: the newest series of the history, a drawing a metric. Runs made under other conditions are another
// series and are counted, not drawn.

import { formatCount } from "../../lib/core/format.ts";
import type { HistoryEntry } from "../../lib/core/history/entry.ts";
import { endpointMetrics } from "../../lib/core/metrics/endpoint-metrics.ts";
import { ownDrawing } from "../../lib/core/metrics/own-figures.ts";
import { runMetrics } from "../../lib/core/metrics/run-metrics.ts";
import { units } from "../../lib/core/metrics/unit.ts";
import type { HistoryModel, Trend } from "./model.ts";
import { redactModel } from "./redact-model.ts";

const known = [...endpointMetrics.filter((m) => m.history !== undefined), ...runMetrics];

/** How a line of history is drawn, by the end of its name; undefined when it is not. */
function drawing(name: string): { readonly title: string; readonly unit: string } | undefined {
  const at = name.lastIndexOf(".");
  const [of, history] = [name.slice(0, at), name.slice(at + 1)];
  const metric = known.find((m) => m.history === history);
  if (metric !== undefined) {
    const unit = metric.unit === "per second" ? "requests/s" : units[metric.unit].head;
    return metric.drawn === true ? { title: `${of} ${metric.name}`, unit } : undefined;
  }
  const own = ownDrawing(name);
  return own && { title: own.name, unit: units[own.unit].head };
}

/** Entries in any order; at least one. */
export function historyModel(entries: readonly HistoryEntry[]): HistoryModel {
  const byTime = [...entries].sort((a, b) => a.timestamp - b.timestamp);
  const last = byTime.at(-1);
  const series = last?.attributes.series ?? "";
  const shown = byTime.filter((entry) => entry.attributes.series === series);
  const sound = shown.filter(isSound).length;
  return redactModel({
    kind: "history",
    title: last?.attributes.label ?? "history",
    headline: { state: "unknown", text: `${formatCount(shown.length)} runs over time` },
    at: new Date((last?.timestamp ?? 0) * 1000).toISOString(),
    setting: [],
    ladder: [],
    trends: trends(shown),
    tables: [],
    remarks: [],
    facts: [
      {
        title: "Series",
        facts: [
          { name: "Conditions", value: series },
          { name: "Runs", value: `${formatCount(shown.length)}, of which ${formatCount(sound)} are sound` },
          { name: "Runs under other conditions", value: formatCount(byTime.length - shown.length) },
        ],
      },
    ],
  });
}

const isSound = (entry: HistoryEntry): boolean =>
  entry.attributes.validity === "valid" && entry.attributes.partial !== "true";

function trends(entries: readonly HistoryEntry[]): Trend[] {
  const names = [...new Set(entries.flatMap((entry) => entry.metrics.map((metric) => metric.name)))];
  return names.flatMap((name) => {
    const drawn = drawing(name);
    if (drawn === undefined) return [];
    const points = entries.flatMap((entry) => {
      const metric = entry.metrics.find((m) => m.name === name);
      if (metric === undefined) return [];
      const at = new Date(entry.timestamp * 1000).toISOString();
      const commit = (entry.attributes.commit ?? "").slice(0, 12);
      return [
        { at, value: metric.value, what: commit === "" ? (entry.attributes.id ?? "") : commit, sound: isSound(entry) },
      ];
    });
    return [{ name: drawn.title, unit: drawn.unit, points }];
  });
}
