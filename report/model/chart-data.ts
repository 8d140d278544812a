// The numbers a page carries for its charts: columns, not objects, so that ten minutes of five endpoints stay small.
// Shared by the renderer (Node) and the page's script (browser), so it knows neither.

export const percentiles = ["p50", "p95", "p99", "max"] as const;
export type Percentile = (typeof percentiles)[number];

export interface ChartData {
  /** Length of one step in seconds; `t` are the starts of the steps. */
  readonly stepSec: number;
  /** Where the measured phase begins, in seconds. */
  readonly warmupSec: number;
  readonly t: readonly number[];
  readonly users: readonly (number | null)[];
  readonly endpoints: readonly EndpointSeries[];
  /** The script's own metrics. */
  readonly own: readonly OwnSeries[];
  readonly limits: readonly LimitLine[];
  readonly stages: readonly { readonly name: string; readonly fromSec: number }[];
  readonly distribution: Distribution;
}

/** One endpoint's columns, each as long as `t`. Rates per second; latencies in ms, null where nothing succeeded. */
export interface EndpointSeries {
  readonly name: string;
  readonly rate: readonly number[];
  readonly failures: readonly number[];
  readonly latency: Readonly<Record<Percentile, readonly (number | null)[]>>;
}

/** One figure of an own metric, as long as `t`; null where nothing was added to it. */
export interface OwnSeries {
  /** "checkout mean" */
  readonly name: string;
  readonly unit: string;
  readonly values: readonly (number | null)[];
}

export interface LimitLine {
  readonly endpoint: string;
  readonly percentile: Percentile;
  readonly ms: number;
}

/**
 * Latency at rising percentiles. `x` is log10(1 / (1 − p)), so that p90, p99 and p99.9 stand evenly apart; an endpoint
 * has null where its sample is too small to say.
 */
export interface Distribution {
  readonly x: readonly number[];
  readonly endpoints: readonly { readonly name: string; readonly ms: readonly (number | null)[] }[];
}

/** The share of samples at position `x` of the percentile scale. */
export const shareAt = (x: number): number => 1 - 10 ** -x;

/** A percentile as text: p50, p99, p99.9. */
export const percentileName = (x: number): string => {
  const percent = shareAt(x) * 100;
  const digits = Math.max(0, Math.ceil(x) - 2);
  return `p${Number(percent.toFixed(digits + (percent < 90 ? 0 : 1)))}`;
};
