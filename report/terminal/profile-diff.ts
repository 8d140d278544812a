// A comparison of two profiles as a table: self and cumulative time per request, before and after.

import { formatCount, formatMs, formatPercent } from "../../lib/core/format.ts";
import { commonDirectory, functionLabel } from "../../lib/core/profile/function-name.ts";
import type { DiffRow, DiffSide, ProfileDiff } from "../../lib/core/profile/profile-diff.ts";
import { textTable } from "../../lib/core/text-table.ts";
import { typed } from "../model/command-text.ts";
import type { Paint } from "./colour.ts";

const LABEL_WIDTH = 60;

const signed = (text: string, value: number): string => (value > 0 ? `+${text}` : text);

/** The first `rows` functions by change of self time, with marks and notes. */
export function renderDiff(diff: ProfileDiff, rows: number, paint: Paint): string {
  const shown = diff.rows.slice(0, rows);
  const base = commonDirectory(diff.rows.map((row) => row.fn));
  const unit = diff.perRequest ? "ms/request" : "share of busy time";
  const { before, after } = diff.busyUsPerRequest;
  const busy =
    before === null || after === null
      ? ""
      : `Busy      ${formatMs(before / 1000)} ms a request before, ${formatMs(after / 1000)} ms after (${signed(formatPercent(after / before - 1), after - before)})\n`;
  const samples = `Evidence  ${formatCount(diff.samples.before)} busy samples before, ${formatCount(diff.samples.after)} after\n`;
  const notes = [
    ...diff.notes,
    `Two single profiles: this points to where a change came from; whether it is one, ${typed("compare")} tells.`,
  ];
  return [
    busy + samples + notes.map((note) => `Note      ${note}\n`).join(""),
    `${paint.strong(`Functions by change of self time (${unit})`)}\n`,
    textTable(
      ["function", "self before", "after", "change", "cum before", "after", "share before", "after", "mark"],
      shown.map((row) =>
        cells(row, diff, functionLabel(row.fn, base).slice(0, paint.terminal ? LABEL_WIDTH : undefined)),
      ),
    ),
    legend(diff),
  ].join("\n");
}

function cells(row: DiffRow, diff: ProfileDiff, label: string): readonly string[] {
  const self = (side: DiffSide): string => (diff.perRequest ? formatUs(side.selfUs) : formatPercent(side.selfShare));
  const cumulative = (side: DiffSide): string =>
    diff.perRequest ? formatUs(side.cumulativeUs) : formatPercent(side.cumulativeShare);
  const change = diff.perRequest ? formatUs(row.selfChange) : formatPercent(row.selfChange);
  return [
    label,
    self(row.before),
    self(row.after),
    signed(change, row.selfChange),
    cumulative(row.before),
    cumulative(row.after),
    formatPercent(row.before.selfShare),
    formatPercent(row.after.selfShare),
    `${row.shareGrew ? "↑" : ""}${row.shareGrew && row.waits ? " waits" : ""}`,
  ];
}

const formatUs = (us: number | null): string => (us === null ? "n/a" : (us / 1000).toFixed(3));

function legend(diff: ProfileDiff): string {
  const grew = diff.rows.filter((row) => row.shareGrew);
  if (grew.length === 0) return "No function's share grew by more than sampling explains.\n";
  const load =
    diff.moreLoad === true
      ? "under more load: a lock, the GIL or a queue, or work that grows with what waits"
      : diff.moreLoad === false
        ? "and not by more load"
        : "(the load of a side is not known)";
  return `↑ share of busy time grew by more than sampling explains, ${load}.\n`;
}
