// What is demanded of a service: a bound on one figure of some endpoints, or of a script's own metric. The guide's
// objectives are here.

import type { Unit } from "../metrics/unit.ts";
import type { Criterion } from "../recording.ts";

export interface Objective {
  /** A metric's key (metrics/endpoint-metrics.ts), or a figure's of an own metric. */
  readonly metric: string;
  readonly bound: Criterion["bound"];
  readonly limit: number;
  /** Endpoints it is for, by name; every endpoint when absent. `total` stands for all of them together. */
  readonly endpoints?: readonly string[];
  /** The script's own metric it is about, by name. */
  readonly own?: string;
  /** Unit of `limit`, where the metric is not a built-in one. */
  readonly unit?: Unit;
}

/** Name of the criterion that is about all endpoints together. */
export const TOTAL = "total";

/** The guide's objectives, for every endpoint: something was measured, nothing failed, nothing was wrong, the tail. */
export const guideObjectives: readonly Objective[] = [
  { metric: "count", bound: "at-least", limit: 1 },
  { metric: "failedFraction", bound: "at-most", limit: 0 },
  { metric: "wrongFraction", bound: "at-most", limit: 0 },
  { metric: "p95Ms", bound: "below", limit: 200 },
  { metric: "p99Ms", bound: "below", limit: 500 },
];
