// Every metric of the runs that are compared.

import { costSeries } from "./cost-series.ts";
import { ownSeries } from "./own-series.ts";
import { metricSeries, type Series, type Sides } from "./series.ts";

/** The built-in metrics, what the work cost, then the script's own. */
export const allSeries = (sides: Sides): readonly Series[] => [
  ...metricSeries(sides),
  ...costSeries(sides),
  ...ownSeries(sides),
];
