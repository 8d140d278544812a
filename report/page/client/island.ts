// Finds the data that the page carries. The page and this script come from one build, so the shape is not checked again.

import type { ChartData } from "../../model/chart-data.ts";

/** The page's chart data; undefined on a page without charts. */
export const readChartData = (): ChartData | undefined => {
  const text = document.getElementById("data")?.textContent;
  return text === null || text === undefined ? undefined : parseChartData(text);
};

const parseChartData = (text: string): ChartData => JSON.parse(text);
