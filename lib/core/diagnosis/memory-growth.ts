// "Memory grows with concurrent users": growth per request, with its interval, that goes on through the whole run. A
// heap that fills once and is then reused is not it.

import { largest, smallest } from "../extremes.ts";
import { formatCount } from "../format.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import { isConstantLoad } from "../validity/steady-windows.ts";
import { type Point, theilSen } from "../validity/trend.ts";
import type { DiagnosisRule } from "./diagnosis.ts";

/** Fewer readings than this have no trend worth telling. */
const LEAST_READINGS = 12;
/** Seconds of readings: heaps and caches fill for a while after every start. */
const LEAST_SPAN_S = 30;
/** Growth over the run, as a share of the memory in use: less is the noise of a garbage-collected heap. */
const LEAST_GROWTH = 0.1;
/** A leak does not slow down: the second half grows at least at this share of the first half's pace. */
const KEEPS_PACE = 0.75;

const MB = 1_000_000;

/** Requests finished by each second, warm-up included: what memory is plotted against. */
const finishedBy = (run: MeasuredRun): ((t: number) => number) => {
  const windows = run.endpoints.flatMap((e) => e.windows).sort((a, b) => a.t - b.t);
  const ends: { t: number; sum: number }[] = [];
  let sum = 0;
  for (const w of windows) {
    sum += w.n;
    ends.push({ t: w.t + 1, sum });
  }
  return (t) => {
    const next = ends.findIndex((e) => e.t > t);
    const before = ends[next === -1 ? ends.length - 1 : next - 1];
    const after = ends[next];
    if (after === undefined) return before?.sum ?? 0;
    const from = before ?? { t: after.t - 1, sum: 0 };
    return from.sum + ((after.sum - from.sum) * (t - from.t)) / Math.max(1e-9, after.t - from.t);
  };
};

interface MemoryTrend {
  readonly bytesPerRequest: number;
  readonly low: number;
  readonly high: number;
  readonly requests: number;
  readonly startBytes: number;
  readonly keepsPace: boolean;
}

/** Memory against requests finished, over the measured phase; undefined without enough readings. */
function memoryTrend(run: MeasuredRun): MemoryTrend | undefined {
  const finished = finishedBy(run);
  const points: Point[] = (run.service?.samples ?? []).flatMap((s) =>
    s.rssBytes === null || s.t * 1000 < run.warmupMs ? [] : [{ x: finished(s.t), y: s.rssBytes }],
  );
  const middle = Math.floor(points.length / 2);
  const whole = theilSen(points);
  const [first, second] = [theilSen(points.slice(0, middle)), theilSen(points.slice(middle))];
  const [from, to] = [points[0], points.at(-1)];
  const times = (run.service?.samples ?? []).map((s) => s.t).filter((t) => t * 1000 >= run.warmupMs);
  // A load that rises by design takes more memory by design.
  if (!isConstantLoad(run) || largest(times) - smallest(times) < LEAST_SPAN_S) return undefined;
  if (points.length < LEAST_READINGS || !whole || !first || !second || !from || !to) return undefined;
  return {
    bytesPerRequest: whole.slope,
    low: whole.low,
    high: whole.high,
    requests: to.x - from.x,
    startBytes: from.y,
    keepsPace: second.low > 0 && second.slope >= KEEPS_PACE * first.slope,
  };
}

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);

export const memoryGrowth: DiagnosisRule = (runs) => {
  for (const run of runs) {
    const m = memoryTrend(run);
    if (m === undefined || m.low <= 0 || !m.keepsPace) continue;
    const growth = m.bytesPerRequest * m.requests;
    if (growth < LEAST_GROWTH * m.startBytes) continue;
    return {
      rule: "memory-growth",
      kind: "fault",
      symptom: "Memory grows under load",
      evidence:
        `${kilobytes(m.bytesPerRequest)} kB a request [${kilobytes(m.low)}, ${kilobytes(m.high)}] after warm-up, ` +
        `${formatCount(Math.round(growth / MB))} MB over ${formatCount(Math.round(m.requests))} requests, and no slower in the second half`,
      cause: "Something is kept for every request: a result, a tensor, a log entry, a listener.",
      rival: "A cache that is still filling, or a heap that has not yet been collected because there is room.",
      nextExperiment:
        "Try tailgate run soak for an hour with REPEAT_SHARE=1: a cache stops growing, a leak does not. Then compare two heap snapshots.",
    };
  }
  return undefined;
};
