// The curve of a capacity search as terminal text: one bar a load, its length the latency that is limited, with a mark
// at the limit.

import { formatCount, formatMs, formatPercent, formatRate } from "../../lib/core/format.ts";
import type { CapacityView, ProbeRow } from "../model/model.ts";
import type { Paint } from "./colour.ts";

const WIDTH = 40;
/** Where the limit stands in the bar: what is beyond twice of it is all alike. */
const LIMIT_AT = WIDTH / 2;

const bar = (latencyMs: number | null, limitMs: number): string => {
  const length = latencyMs === null ? 0 : Math.min(WIDTH, Math.max(1, Math.round((latencyMs / limitMs) * LIMIT_AT)));
  const cells = Array.from({ length: WIDTH }, (_, i) => (i < length ? "█" : i === LIMIT_AT ? "│" : " "));
  const beyond = latencyMs !== null && latencyMs > 2 * limitMs;
  return `${cells.join("")}${beyond ? "▶" : " "}`;
};

/** The longest judged probe at each load, by rising load. */
const byLoad = (probes: readonly ProbeRow[]): readonly ProbeRow[] => {
  const best = new Map<number, ProbeRow>();
  for (const p of probes) {
    const known = best.get(p.load);
    if (p.outcome !== "invalid" && (known === undefined || p.durationMs >= known.durationMs)) best.set(p.load, p);
  }
  return [...best.values()].sort((a, b) => a.load - b.load);
};

/** A line for each load; the bar is the limited latency on a scale that ends at twice the limit. Empty without any probe. */
export function capacityChart({ probes, limitMs, quantile }: CapacityView, paint: Paint): string {
  const rows = byLoad(probes);
  if (rows.length === 0) return "";
  const loads = rows.map(({ load }) => (Number.isInteger(load) ? formatCount(load) : load.toFixed(1)));
  const width = Math.max(4, ...loads.map((l) => l.length));
  const lines = rows.map(({ limitedMs, ratePerSec, badFraction, outcome }, i) => {
    const colour = outcome === "pass" ? paint.good : paint.bad;
    const figures = `${quantile} ${formatMs(limitedMs)} ms  ${formatRate(ratePerSec)} req/s  bad ${formatPercent(badFraction)}`;
    return `${(loads[i] ?? "").padStart(width)} ${colour(bar(limitedMs, limitMs))} ${figures}`;
  });
  return `${"load".padStart(width)} ${" ".repeat(LIMIT_AT)}│ ${limitMs} ms\n${lines.join("\n")}\n`;
}
