// The curve of a capacity search as terminal text: one bar a load, its length the p99, with a mark at the limit.

import type { Entry } from "../../lib/core/capacity/judge-probe.ts";
import { formatCount, formatMs, formatPercent, formatRate } from "../../lib/core/format.ts";
import type { Paint } from "./colour.ts";

const WIDTH = 40;
/** Where the limit stands in the bar: what is beyond twice of it is all alike. */
const LIMIT_AT = WIDTH / 2;

const bar = (p99Ms: number | null, limitMs: number): string => {
  const length = p99Ms === null ? 0 : Math.min(WIDTH, Math.max(1, Math.round((p99Ms / limitMs) * LIMIT_AT)));
  const cells = Array.from({ length: WIDTH }, (_, i) => (i < length ? "█" : i === LIMIT_AT ? "│" : " "));
  const beyond = p99Ms !== null && p99Ms > 2 * limitMs;
  return `${cells.join("")}${beyond ? "▶" : " "}`;
};

/** The longest judged probe at each load, by rising load. */
const byLoad = (entries: readonly Entry[]): readonly Entry[] => {
  const best = new Map<number, Entry>();
  for (const e of entries) {
    const known = best.get(e.probe.load);
    if (e.verdict !== "void" && (known === undefined || e.probe.durationMs >= known.probe.durationMs))
      best.set(e.probe.load, e);
  }
  return [...best.values()].sort((a, b) => a.probe.load - b.probe.load);
};

/** A line a load; the bar is the p99 on a scale that ends at twice the limit. */
export function capacityChart(entries: readonly Entry[], limitMs: number, paint: Paint): string {
  const rows = byLoad(entries);
  const loads = rows.map((e) => (Number.isInteger(e.probe.load) ? formatCount(e.probe.load) : e.probe.load.toFixed(1)));
  const width = Math.max(4, ...loads.map((l) => l.length));
  const lines = rows.map((e, i) => {
    const { p99Ms, ratePerSec } = e.result;
    const colour = e.verdict === "pass" ? paint.good : paint.bad;
    const figures = `p99 ${formatMs(p99Ms)} ms  ${formatRate(ratePerSec)} req/s  bad ${formatPercent(e.share.share)}`;
    return `${(loads[i] ?? "").padStart(width)} ${colour(bar(p99Ms, limitMs))} ${figures}`;
  });
  return `${"load".padStart(width)} ${" ".repeat(LIMIT_AT)}│ ${limitMs} ms\n${lines.join("\n")}\n`;
}
