// A script's own metrics as a table: a row each, a column for every figure that some of them has.

import { formatCount } from "../../lib/core/format.ts";
import { valueText } from "../../lib/core/metrics/unit.ts";
import type { OwnMetricRow } from "./model.ts";

export interface OwnMetricTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Metric, type and samples, then the figures with their units; empty where a type has no such figure. */
export function ownMetricTable(metrics: readonly OwnMetricRow[]): OwnMetricTable {
  const words = [...new Set(metrics.flatMap((m) => m.figures.map(({ word }) => word)))];
  const cell = ({ figures }: OwnMetricRow, word: string): string => {
    const figure = figures.find((f) => f.word === word);
    return figure === undefined ? "" : valueText(figure.unit, figure.value);
  };
  return {
    head: ["Metric", "Type", "Samples", ...words],
    rows: metrics.map((m) => [m.name, m.type, formatCount(m.samples), ...words.map((word) => cell(m, word))]),
  };
}
