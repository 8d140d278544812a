// Latency percentiles over time, in steps as long as each percentile needs: a p99 of one second with ten requests in it
// would be their maximum in disguise. Values of a step come from the merged histograms of its windows.

import { LatencyHistogram } from "../../lib/core/histogram.ts";
import { samplesNeeded } from "../../lib/core/quantile.ts";
import type { EndpointRecord, Window } from "../../lib/core/recording.ts";
import type { Percentile } from "./chart-data.ts";

/** Points of the charts: `count` steps of `stepSec` seconds from the start of the run. */
export interface Grid {
  readonly count: number;
  readonly stepSec: number;
  readonly warmupSec: number;
}

type Column = readonly (number | null)[];

/** Lengths of a step in seconds, each a whole part or a multiple of a minute. */
const LENGTHS = [1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600] as const;
/** A step holds this much more than the least, so that nearly all of them hold enough. */
const SPARE = 1.3;
/** A line of fewer steps than this says nothing about time. */
const FEWEST_STEPS = 3;

const quantiles = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** One column a percentile, as long as the grid; null where too few requests succeeded to say. */
export function latencyColumns(endpoint: EndpointRecord, grid: Grid): Readonly<Record<Percentile, Column>> {
  const answered = endpoint.windows.filter((w) => w.n > w.failed);
  const lines = [line("p50", answered, grid), line("p95", answered, grid), line("p99", answered, grid)] as const;
  if (lines.some((l) => l.needsHistograms)) {
    for (const window of answered) {
      const histogram = LatencyHistogram.decode(window.hdr);
      for (const l of lines) l.add(window, histogram);
    }
  } else {
    for (const window of answered) for (const l of lines) l.add(window, undefined);
  }
  const [p50, p95, p99] = lines.map((l) => l.close());
  return { p50: p50 ?? [], p95: p95 ?? [], p99: p99 ?? [], max: maxima(answered, grid) };
}

const maxima = (windows: readonly Window[], grid: Grid): Column => {
  const column = Array.from({ length: grid.count }, (): number | null => null);
  for (const { t, maxMs } of windows) {
    const i = Math.floor(t / grid.stepSec);
    if (maxMs !== null) column[i] = Math.max(column[i] ?? 0, maxMs);
  }
  return column;
};

interface Line {
  readonly needsHistograms: boolean;
  add(window: Window, histogram: LatencyHistogram | undefined): void;
  close(): Column;
}

/** Collects windows, in rising time, into the steps of one percentile. */
function line(percentile: keyof typeof quantiles, windows: readonly Window[], grid: Grid): Line {
  const q = quantiles[percentile];
  const needed = samplesNeeded(q);
  const lengthSec = stepLength(windows, grid, needed);
  const column = Array.from({ length: grid.count }, (): number | null => null);
  const merged = new LatencyHistogram();
  const single = lengthSec === 1 && grid.stepSec === 1;
  let current: number | undefined;

  const flush = (): void => {
    if (current === undefined || merged.count < needed) return;
    const value = merged.quantileMs(q) ?? null;
    const fromSec = grid.warmupSec + current * lengthSec;
    const from = Math.max(0, Math.round(fromSec / grid.stepSec));
    column.fill(value, from, Math.max(from + 1, Math.round((fromSec + lengthSec) / grid.stepSec)));
  };
  return {
    needsHistograms: !single,
    add(window, histogram) {
      if (single || histogram === undefined) {
        column[window.t] = window[`${percentile}Ms`];
        return;
      }
      // Steps are counted from the end of the warm-up, so that none of them mixes the two phases.
      const step = Math.floor((window.t - grid.warmupSec) / lengthSec);
      if (step !== current) {
        flush();
        merged.reset();
        current = step;
      }
      merged.merge(histogram);
    },
    close() {
      flush();
      return column;
    },
  };
}

/** The shortest step in which, at the measured rate, enough requests succeed; or the longest that still shows time. */
function stepLength(windows: readonly Window[], { warmupSec, stepSec, count }: Grid, needed: number): number {
  const seconds = Math.max(1, count * stepSec - warmupSec);
  const measured = windows.filter((w) => w.t >= warmupSec).reduce((sum, w) => sum + w.n - w.failed, 0);
  const usable = LENGTHS.filter((length) => length >= stepSec && length * FEWEST_STEPS <= seconds);
  return (
    usable.find((length) => (measured / seconds) * length >= needed * SPARE) ?? usable.at(-1) ?? Math.max(1, stepSec)
  );
}
