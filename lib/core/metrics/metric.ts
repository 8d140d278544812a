// What is known of a metric, wherever its values come from.

import type { Unit } from "./unit.ts";

export interface Metric {
  /** As recordings and comparisons name it: `p95Ms`, or a script's `checkout.p95`. */
  readonly key: string;
  /** As people write it in OBJECTIVES. */
  readonly word: string;
  /** As sentences have it. */
  readonly name: string;
  readonly unit: Unit;
  readonly betterWhen: "lower" | "higher";
  /** The quantile it is, 0 to 1; null when it is none. */
  readonly quantile: number | null;
  /** Smallest change that matters in a comparison, as a fraction. */
  readonly floor: number;
  /** Standard deviation of logs assumed between runs of one day where nobody has measured it (saved-estimate.ts). */
  readonly runSd: number;
}

/** What a metric compares by when nothing better is known of it. */
export const usual = { quantile: null, floor: 0.05, runSd: 0.08 } as const;
