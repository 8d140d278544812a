// The guide's three views as tables: cumulative time, self time, callers and callees.

import { formatCount, formatMs, formatPercent, plural } from "../../lib/core/format.ts";
import { commonDirectory, functionLabel } from "../../lib/core/profile/function-name.ts";
import type { EdgeTimes, FunctionTimes } from "../../lib/core/profile/function-times.ts";
import type { Profile } from "../../lib/core/profile/profile.ts";
import type { ProfileViews } from "../../lib/core/profile/views.ts";
import { textTable } from "../../lib/core/text-table.ts";
import type { Paint } from "./colour.ts";

/** In a terminal; a file or a pipe gets whole names. */
const LABEL_WIDTH = 64;
const CALLS_SHOWN = 5;

/** Names functions of one profile in tables: without the directory they share, in a terminal long places cut in front. */
export function labeller(profile: Profile, paint: Paint): (fn: number) => string {
  const base = commonDirectory(profile.functions);
  return (index) => {
    const fn = profile.functions[index];
    if (fn === undefined) return "?";
    const label = functionLabel(fn, base);
    if (!paint.terminal || label.length <= LABEL_WIDTH) return label;
    const place = label.slice(fn.name.length + 1);
    const room = LABEL_WIDTH - Math.min(fn.name.length, 40) - 2;
    return `${fn.name.slice(0, 40)} …${place.slice(-room)}`;
  };
}

/** All three views. `detailed` shows every caller and callee, else the five costliest. */
export function renderViews(profile: Profile, views: ProfileViews, paint: Paint, detailed: boolean): string {
  const label = labeller(profile, paint);
  const title = (text: string): string => `${paint.strong(text)}\n`;
  return [
    title(`1. Cumulative time: in a function and all it calls (top ${views.byCumulative.length})`),
    timesTable(views.byCumulative, views.busyUs, label),
    title(`2. Self time: in a function alone (top ${views.bySelf.length})`),
    timesTable(views.bySelf, views.busyUs, label),
    title(`3. Callers and callees (${plural(views.calls.length, "function")})`),
    views.calls
      .map((view) => {
        const shown = detailed ? Number.POSITIVE_INFINITY : CALLS_SHOWN;
        const lines = [
          paint.strong(label(view.of.fn)),
          ...edgeLines("called by", view.callers, (edge) => edge.caller, views.busyUs, label, shown),
          ...edgeLines("calls", view.callees, (edge) => edge.callee, views.busyUs, label, shown),
        ];
        return `${lines.join("\n")}\n`;
      })
      .join("\n"),
  ].join("\n");
}

/** `calls/primitive calls`, as pstats prints them. */
const callCount = (times: FunctionTimes): string =>
  times.calls === times.primitiveCalls
    ? formatCount(times.calls)
    : `${formatCount(times.calls)}/${formatCount(times.primitiveCalls)}`;

function timesTable(rows: readonly FunctionTimes[], busyUs: number, label: (fn: number) => string): string {
  const counted = rows.some((row) => row.calls !== null);
  const sampled = rows.some((row) => row.samples !== null);
  const share = (us: number): string => (busyUs === 0 ? "" : formatPercent(us / busyUs));
  return textTable(
    [
      "function",
      "self ms",
      "self",
      "cum ms",
      "cum",
      ...(sampled ? ["samples"] : []),
      ...(counted ? ["calls", "self us/call"] : []),
    ],
    rows.map((row) => [
      label(row.fn),
      formatMs(row.selfUs / 1000),
      share(row.selfUs),
      formatMs(row.cumulativeUs / 1000),
      share(row.cumulativeUs),
      ...(sampled ? [formatCount(row.samples)] : []),
      ...(counted ? [callCount(row), row.calls ? formatMs(row.selfUs / row.calls) : ""] : []),
    ]),
  );
}

function edgeLines(
  what: string,
  edges: readonly EdgeTimes[],
  other: (edge: EdgeTimes) => number,
  busyUs: number,
  label: (fn: number) => string,
  shown: number,
): readonly string[] {
  const lines = edges.slice(0, shown).map((edge) => {
    const calls = edge.calls === null ? "" : `, ${formatCount(edge.calls)} calls`;
    const share = busyUs === 0 ? "" : ` (${formatPercent(edge.cumulativeUs / busyUs)}${calls})`;
    return `  ${what.padEnd(9)}  ${formatMs(edge.cumulativeUs / 1000).padStart(8)} ms  ${label(other(edge))}${share}`;
  });
  return edges.length > shown ? [...lines, `  ${what.padEnd(9)}  and ${edges.length - shown} more`] : lines;
}
