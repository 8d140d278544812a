// From a recording to the columns its charts are drawn from. Long runs are folded into wider steps; percentiles of a
// step come from the merged histograms of its windows, never from an average of percentiles.

import { LatencyHistogram } from "../../lib/core/histogram.ts";
import type { EndpointRecord, Recording, Window } from "../../lib/core/recording.ts";
import {
  type ChartData,
  type Distribution,
  type EndpointSeries,
  type LimitLine,
  type Percentile,
  shareAt,
} from "./chart-data.ts";

const MAX_STEPS = 720;
const DISTRIBUTION_STEP = 0.05;
const DISTRIBUTION_END = 5;

/** Three significant digits: finer than a pixel, and half the bytes. */
const round = (x: number): number => (x >= 100 ? Math.round(x) : Number(x.toPrecision(3)));

const roundOrNull = (x: number | null | undefined): number | null => (x === null || x === undefined ? null : round(x));

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
    endpoints: recording.endpoints.map((endpoint) => endpointSeries(endpoint, steps, stepSec)),
    limits: limitLines(recording),
    stages: recording.load.stages.map((stage) => ({ name: stage.name, fromSec: stage.fromMs / 1000 })),
    distribution: distribution(recording.endpoints),
  };
}

const lastSecond = (recording: Recording): number =>
  Math.max(
    0,
    ...recording.timeline.map((point) => point.t),
    ...recording.endpoints.map((endpoint) => endpoint.windows.at(-1)?.t ?? 0),
  );

function endpointSeries(endpoint: EndpointRecord, steps: number, stepSec: number): EndpointSeries {
  const byStep: Window[][] = Array.from({ length: steps }, () => []);
  for (const window of endpoint.windows) byStep[Math.floor(window.t / stepSec)]?.push(window);
  const latency = byStep.map(latencyOf);
  const column = (p: Percentile): (number | null)[] => latency.map((l) => roundOrNull(l[p]));
  const perSec = (pick: (w: Window) => number): number[] =>
    byStep.map((ws) => round(ws.reduce((sum, w) => sum + pick(w), 0) / stepSec));
  return {
    name: endpoint.name,
    rate: perSec((w) => w.n),
    failures: perSec((w) => w.failed),
    latency: { p50: column("p50"), p95: column("p95"), p99: column("p99"), max: column("max") },
  };
}

type Latency = Readonly<Record<Percentile, number | null | undefined>>;

const nothing: Latency = { p50: null, p95: null, p99: null, max: null };

/** Windows of one step: the numbers of a single window stand; several are merged. */
function latencyOf(windows: readonly Window[]): Latency {
  const answered = windows.filter((w) => w.n > w.failed);
  const [only] = answered;
  if (only === undefined) return nothing;
  if (answered.length === 1) return { p50: only.p50Ms, p95: only.p95Ms, p99: only.p99Ms, max: only.maxMs };
  const merged = new LatencyHistogram();
  for (const w of answered) merged.merge(LatencyHistogram.decode(w.hdr));
  return {
    p50: merged.quantileMs(0.5),
    p95: merged.quantileMs(0.95),
    p99: merged.quantileMs(0.99),
    max: Math.max(...answered.map((w) => w.maxMs ?? 0)),
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
