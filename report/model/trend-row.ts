// One metric over many runs as a row: where it began, where it is, and how far it went.

import { largest, smallest } from "../../lib/core/extremes.ts";
import { formatMs } from "../../lib/core/format.ts";
import { median } from "../../lib/core/quantile.ts";
import type { Trend } from "./model.ts";

export const trendColumns = ["Metric", "Unit", "Runs", "First", "Last", "Median", "Min", "Max"] as const;

/** A cell for each of `trendColumns`. */
export function trendRow({ name, unit, points }: Trend): readonly string[] {
  const values = points.map((p) => p.value);
  const figures = [values[0], values.at(-1), median(values), smallest(values), largest(values)];
  return [name, unit, String(values.length), ...figures.map((x) => formatMs(x))];
}
