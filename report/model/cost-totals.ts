// What a run's work cost, in numbers and in a sentence.

import { inferenceOf } from "../../lib/core/endpoint-role.ts";
import { formatCount, formatMs, formatPercent } from "../../lib/core/format.ts";
import { coresUsed, cpuPerThousand, shownFigure } from "../../lib/core/metrics/run-metrics.ts";
import { valueText } from "../../lib/core/metrics/unit.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { CostTotals } from "./model.ts";

/** What the figure is of: an accelerator's time is in neither. */
const sources = {
  processes: "CPU time of its processes, a GPU's not counted",
  metrics: "CPU time by its own metrics, a GPU's not counted",
} as const;

/** Where one endpoint does all the work, the cost is that endpoint's. */
const whatFor = (recording: Recording): string => {
  const working = inferenceOf(recording).filter((e) => e.count > 0);
  const [only] = working;
  const of = working.length === 1 && only !== undefined ? ` of ${only.name}` : "";
  return `${formatCount(1000)} ${recording.item ?? "request"}s${of}`;
};

/** Null when the service could not be read. */
export function costTotals(recording: Recording): CostTotals | null {
  const { cost } = recording;
  if (cost == null) return null;
  const perThousand = shownFigure(cpuPerThousand, recording);
  const memory = cost.rssBytes;
  const off = cost.cpuSeconds === 0 ? null : cost.uncertaintySeconds / cost.cpuSeconds;
  const cores = coresUsed(recording);
  const cpu =
    perThousand === null
      ? `${formatMs(cost.cpuSeconds)} s of CPU in all ± ${formatPercent(off)}, too coarse to say what the work cost (longer runs would do)`
      : `${formatMs(perThousand)} CPU s per ${whatFor(recording)} ± ${formatPercent(off)}`;
  const facts = [
    ...(cores === undefined ? [] : [`${cores.toFixed(2)} cores busy`]),
    sources[cost.source],
    ...(memory === null ? [] : [`memory ${valueText("bytes", memory)}`]),
  ];
  return {
    cpuPerThousand: perThousand,
    memoryBytes: memory,
    text: `${cpu}; ${facts.join("; ")}`,
  };
}
