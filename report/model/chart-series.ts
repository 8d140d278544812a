// From a recording to the columns its charts are drawn from. Long runs are folded into wider steps.

import { largest } from "../../lib/core/extremes.ts";
import { LatencyHistogram } from "../../lib/core/histogram.ts";
import { figuresOf } from "../../lib/core/metrics/own-figures.ts";
import { units } from "../../lib/core/metrics/unit.ts";
import type { EndpointRecord, OwnMetric, Recording, Window } from "../../lib/core/recording.ts";
import {
  type ChartData,
  type Distribution,
  type EndpointSeries,
  type LimitLine,
  type OwnSeries,
  type Percentile,
  shareAt,
} from "./chart-data.ts";
import { type Grid, latencyColumns } from "./latency-steps.ts";

const MAX_STEPS = 720;
const DISTRIBUTION_STEP = 0.05;
const DISTRIBUTION_END = 5;

/** Three significant digits: finer than a pixel, and half the bytes. */
const round = (x: number): number => (x >= 100 ? Math.round(x) : Number(x.toPrecision(3)));

const roundOrNull = (x: number | null): number | null => (x === null ? null : round(x));

export function chartData(recording: Recording): ChartData {
  const seconds = lastSecond(recording) + 1;
  const stepSec = Math.max(1, Math.ceil(seconds / MAX_STEPS));
  const steps = Math.ceil(seconds / stepSec);
  const t = Array.from({ length: steps }, (_, i) => i * stepSec);
  const users = t.map((): number | null => null);
  for (const point of recording.timeline) users[Math.floor(point.t / stepSec)] = point.users;
  return {
    stepSec,
    warmupSec: recording.warmupMs / 1000,
    t,
    users,
    endpoints: recording.endpoints.map((endpoint) =>
      endpointSeries(endpoint, { count: steps, stepSec, warmupSec: recording.warmupMs / 1000 }),
    ),
    own: recording.metrics.map((metric) => ownSeries(metric, steps, stepSec)),
    limits: limitLines(recording),
    stages: recording.load.stages.map((stage) => ({ name: stage.name, fromSec: stage.fromMs / 1000 })),
    distribution: distribution(recording.endpoints),
  };
}

/** What an own metric did in a step, and how that is called. */
const overTime: Readonly<
  Record<OwnMetric["type"], { readonly word: string; readonly of: (step: OwnStep, stepSec: number) => number | null }>
> = {
  trend: { word: "mean", of: ({ n, sum }) => (n === 0 ? null : sum / n) },
  rate: { word: "rate", of: ({ n, sum }) => (n === 0 ? null : (100 * sum) / n) },
  counter: { word: "rate", of: ({ sum }, stepSec) => sum / stepSec },
  gauge: { word: "value", of: ({ last }) => last },
};

interface OwnStep {
  n: number;
  sum: number;
  last: number | null;
}

function ownSeries(metric: OwnMetric, count: number, stepSec: number): OwnSeries {
  const steps = Array.from({ length: count }, (): OwnStep => ({ n: 0, sum: 0, last: null }));
  for (const w of metric.windows) {
    const step = steps[Math.floor(w.t / stepSec)];
    if (step === undefined) continue;
    step.n += w.n;
    step.sum += w.sum;
    step.last = w.last;
  }
  const { word, of } = overTime[metric.type];
  const unit = figuresOf(metric).find((figure) => figure.word === word)?.unit ?? "number";
  return {
    name: `${metric.name} ${word}`,
    unit: units[unit].head,
    values: steps.map((step) => roundOrNull(of(step, stepSec))),
  };
}

const lastSecond = (recording: Recording): number =>
  largest([
    0,
    ...recording.timeline.map((point) => point.t),
    ...[...recording.endpoints, ...recording.metrics].map(({ windows }) => windows.at(-1)?.t ?? 0),
  ]);

function endpointSeries(endpoint: EndpointRecord, grid: Grid): EndpointSeries {
  const perSec = (pick: (w: Window) => number): number[] => {
    const sums = Array.from({ length: grid.count }, () => 0);
    for (const w of endpoint.windows) {
      const i = Math.floor(w.t / grid.stepSec);
      sums[i] = (sums[i] ?? 0) + pick(w);
    }
    return sums.map((sum) => round(sum / grid.stepSec));
  };
  const { p50, p95, p99, max } = latencyColumns(endpoint, grid);
  const rounded = (column: readonly (number | null)[]): (number | null)[] => column.map(roundOrNull);
  return {
    name: endpoint.name,
    rate: perSec((w) => w.n),
    failures: perSec((w) => w.failed),
    latency: { p50: rounded(p50), p95: rounded(p95), p99: rounded(p99), max: rounded(max) },
  };
}

const limitOf: Readonly<Record<string, Percentile>> = { p95Ms: "p95", p99Ms: "p99" };

function limitLines(recording: Recording): LimitLine[] {
  return recording.objectives.criteria.flatMap((criterion) => {
    const percentile = limitOf[criterion.metric];
    return percentile === undefined ? [] : [{ endpoint: criterion.endpoint, percentile, ms: criterion.limit }];
  });
}

/** The curve stops where less than one sample in n lies above: beyond that is the maximum and nothing else. */
function distribution(endpoints: readonly EndpointRecord[]): Distribution {
  const curves = endpoints.map((endpoint) => ({
    name: endpoint.name,
    histogram: endpoint.hdr === "" ? new LatencyHistogram() : LatencyHistogram.decode(endpoint.hdr),
  }));
  const most = Math.max(1, ...curves.map((c) => c.histogram.count));
  const end = Math.min(DISTRIBUTION_END, Math.log10(most));
  const x = Array.from({ length: Math.floor(end / DISTRIBUTION_STEP) + 1 }, (_, i) =>
    Number((i * DISTRIBUTION_STEP).toFixed(2)),
  );
  return {
    x,
    endpoints: curves.map(({ name, histogram }) => ({ name, ms: quantilesAt(histogram, x) })),
  };
}

/** One walk over the histogram for all the quantiles, since each by itself walks it from the start. */
function quantilesAt(histogram: LatencyHistogram, xs: readonly number[]): (number | null)[] {
  const n = histogram.count;
  const out: (number | null)[] = [];
  let below = 0;
  let next = 0;
  for (const { valueMs, count } of histogram.steps()) {
    below += count;
    for (let x = xs[next]; x !== undefined && below >= shareAt(x) * n && 10 ** x <= n; x = xs[next]) {
      out.push(round(valueMs));
      next++;
    }
  }
  while (out.length < xs.length) out.push(null);
  return out;
}
