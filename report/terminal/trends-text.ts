// Metrics over many runs as a table.

import { textTable } from "../../lib/core/text-table.ts";
import type { Trend } from "../model/model.ts";
import { trendColumns, trendRow } from "../model/trend-row.ts";

export const trendsText = (trends: readonly Trend[]): string => textTable(trendColumns, trends.map(trendRow));
