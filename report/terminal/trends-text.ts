// Metrics over many runs as a table: where each began, where it is, and how far it went.

import { formatMs } from "../../lib/core/format.ts";
import { median } from "../../lib/core/quantile.ts";
import { textTable } from "../../lib/core/text-table.ts";
import type { Trend } from "../model/model.ts";

export const trendsText = (trends: readonly Trend[]): string =>
  textTable(
    ["Metric", "Unit", "Runs", "First", "Last", "Median", "Min", "Max"],
    trends.map(({ name, unit, points }) => {
      const values = points.map((p) => p.value);
      return [
        name,
        unit,
        String(values.length),
        ...[values[0], values.at(-1), median(values), Math.min(...values), Math.max(...values)].map(formatMs),
      ];
    }),
  );
