// A script's own metrics as a table: a row for each, a column for every figure that some of them has.

import { formatCount } from "../../lib/core/format.ts";
import { valueText } from "../../lib/core/metrics/unit.ts";
import type { OwnMetricRow, Table } from "./model.ts";

/** Metric, type and samples, then the figures with their units; empty where a type has no such figure. None of none. */
export function ownMetricTables(metrics: readonly OwnMetricRow[]): readonly Table[] {
  if (metrics.length === 0) return [];
  const words = [...new Set(metrics.flatMap((m) => m.figures.map(({ word }) => word)))];
  const cell = ({ figures }: OwnMetricRow, word: string): string => {
    const figure = figures.find((f) => f.word === word);
    return figure === undefined ? "" : valueText(figure.unit, figure.value);
  };
  return [
    {
      title: "The script's own metrics",
      columns: ["Metric", "Type", "Samples", ...words].map((name, i) => ({ name, plain: i === 1 })),
      rows: metrics.map((m) => [m.name, m.type, formatCount(m.samples), ...words.map((word) => cell(m, word))]),
      notes: [],
    },
  ];
}
