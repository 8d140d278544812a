// Every metric of the runs that are compared.

import { ownSeries } from "./own-series.ts";
import { metricSeries, type Series, type Sides } from "./series.ts";

/** The built-in metrics, then the script's own. */
export const allSeries = (sides: Sides): readonly Series[] => [...metricSeries(sides), ...ownSeries(sides)];
