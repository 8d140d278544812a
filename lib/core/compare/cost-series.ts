// What a service used for its work, as rows of a comparison, where both sides were read in the same way. A side that
// was not read is no regression: it is said, and there is no row.

import { type RunMetric, runMetrics } from "../metrics/run-metrics.ts";
import type { Note } from "./model.ts";
import type { RunStatistics } from "./run-statistics.ts";
import { describe, type Series, type Sides } from "./series.ts";

const CPU_ONLY = "CPU only: what a GPU does is not in it";

const inRun =
  ({ key }: RunMetric) =>
  ({ cost }: RunStatistics): number | null =>
    cost?.values[key] ?? null;

/** Why there are no rows; null when there are, undefined when recordings are older than the figure. */
const whyNot = ({ a, b }: Sides): string | null | undefined => {
  const all = [...a, ...b].map(({ cost }) => cost);
  if (all.every((cost) => cost === undefined)) return undefined;
  const [unreadA, unreadB] = [a, b].map((side) => side.filter(({ cost }) => cost == null).length);
  if (unreadA !== 0 || unreadB !== 0) {
    const side = unreadA === 0 ? "of the new version" : unreadB === 0 ? "of the baseline" : "of both sides";
    return `runs ${side} have no CPU time: neither the service's processes nor its metrics could be read (docs/statistics.md, "What it costs")`;
  }
  return new Set(all.map((cost) => cost?.source)).size > 1
    ? "the CPU time of some runs was read from processes, of others from the service's metrics: they do not compare"
    : null;
};

/** A row a metric of the whole run; none where the sides cannot be compared in it. */
export const costSeries = (sides: Sides): readonly Series[] => {
  if (whyNot(sides) !== null) return [];
  const isCoarse = [...sides.a, ...sides.b].some(({ cost }) => cost?.isCoarse === true);
  return runMetrics.flatMap((metric) => {
    const [a, b] = [sides.a.map(inRun(metric)), sides.b.map(inRun(metric))];
    if ([...a, ...b].some((v) => v === null)) return [];
    const isCpu = metric.unit === "CPU s";
    return [
      {
        id: `all.${metric.key}`,
        endpoint: "all",
        ...describe(metric),
        a,
        b,
        gated: metric.gated && !(isCpu && isCoarse),
        supported: !(isCpu && isCoarse),
        why: "too little CPU was used for the clock of 100 Hz (or readings a second apart): longer runs would do",
        notes: isCpu ? [CPU_ONLY] : [],
      },
    ];
  });
};

/** Why a comparison has no row of its cost, where it might have. */
export const notesOnCost = (runs: Sides): readonly Note[] => {
  const why = whyNot(runs);
  return why == null ? [] : [{ kind: "no cost", severity: "info", text: why }];
};
