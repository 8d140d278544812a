// The units metrics are in: how a value reads in a sentence and in a table's cell, and how people write a limit.

import { formatCount, formatMs, formatPercent, formatRate, NOT_MEASURED } from "../format.ts";

export type Unit = "ms" | "fraction" | "per second" | "count" | "number" | "CPU s" | "bytes";

interface UnitFacts {
  /** What stands at a column's head. */
  readonly head: string;
  /** A value in a cell, without its unit where the head has it. */
  readonly cell: (value: number | null) => string;
  /** A value in a sentence. */
  readonly text: (value: number) => string;
  /** Smallest difference that matters to anybody, and is not what timers resolve. */
  readonly absoluteFloor: number;
  readonly limit: {
    /** What a limit must be, with an example. */
    readonly wants: string;
    /** Factors of the units it may have. */
    readonly factors: Readonly<Record<string, number>>;
  };
}

/** Three significant digits of any number, negative ones too. */
const formatNumber = (value: number | null): string =>
  value !== null && value < 0 ? `−${formatMs(-value)}` : formatMs(value);

const formatMiB = (bytes: number | null): string => (bytes === null ? NOT_MEASURED : formatMs(bytes / 2 ** 20));

const number = { wants: "a number", factors: { "": 1 } };

export const units: Readonly<Record<Unit, UnitFacts>> = {
  ms: {
    head: "ms",
    cell: formatMs,
    text: (x) => `${formatMs(x)} ms`,
    absoluteFloor: 1,
    limit: { wants: "a time, such as 150ms or 2s", factors: { ms: 1, s: 1000 } },
  },
  fraction: {
    head: "%",
    cell: formatPercent,
    text: formatPercent,
    absoluteFloor: 0,
    limit: { wants: "a share, such as 0.1% or 0.001", factors: { "%": 0.01, "": 1 } },
  },
  "per second": {
    head: "/s",
    cell: formatRate,
    text: (x) => `${formatRate(x)}/s`,
    absoluteFloor: 0,
    limit: number,
  },
  count: { head: "", cell: formatCount, text: formatCount, absoluteFloor: 0, limit: number },
  number: { head: "", cell: formatNumber, text: formatNumber, absoluteFloor: 0, limit: number },
  "CPU s": { head: "CPU s", cell: formatMs, text: (x) => `${formatMs(x)} CPU s`, absoluteFloor: 0, limit: number },
  bytes: { head: "MiB", cell: formatMiB, text: (x) => `${formatMiB(x)} MiB`, absoluteFloor: 0, limit: number },
};

/** A value with its unit: 143 ms, 0.2 %, 30.5/s; `n/a` when it was not measured. */
export const valueText = (unit: Unit, value: number | null): string =>
  value === null ? NOT_MEASURED : units[unit].text(value);
