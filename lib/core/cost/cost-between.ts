// What a service used between two moments, from readings of its counters before, between and after them. The exact
// moments lie between readings: there the counter is taken to have risen evenly.

/** One reading of a service's counters. */
export interface CostReading {
  /** Wall clock, ms since 1970. */
  readonly atMs: number;
  /** CPU used so far: a counter. */
  readonly cpuSeconds: number;
  readonly rssBytes: number | null;
  /** Coarsest step of the counter's figure, in seconds: 100 Hz ticks, for each of the processes summed. */
  readonly stepSeconds: number;
}

export interface Cost {
  readonly cpuSeconds: number;
  /** How far `cpuSeconds` may be off, for the clock's ticks and for the distance of the readings from the edges. */
  readonly uncertaintySeconds: number;
  /** The largest seen. */
  readonly rssBytes: number | null;
}

/** An edge this far beyond the first or last reading still is where they are: the engine ends as the phase does. */
const SLACK_MS = 300;

interface Edge {
  readonly cpuSeconds: number;
  readonly uncertaintySeconds: number;
}

/** The counter at a moment; undefined when no readings stand around it. */
function at(readings: readonly CostReading[], ms: number): Edge | undefined {
  const after = readings.find((r) => r.atMs >= ms);
  const before = readings.findLast((r) => r.atMs <= ms);
  const [from, to] = [before ?? after, after ?? before];
  if (from === undefined || to === undefined) return undefined;
  if (before === undefined && from.atMs - ms > SLACK_MS) return undefined;
  if (after === undefined && ms - to.atMs > SLACK_MS) return undefined;
  const used = to.cpuSeconds - from.cpuSeconds;
  const share = to.atMs === from.atMs ? 0 : (ms - from.atMs) / (to.atMs - from.atMs);
  // Standard deviation of where within its interval the work was done, were it done at one moment: interval/sqrt(12).
  return { cpuSeconds: from.cpuSeconds + used * share, uncertaintySeconds: used / Math.sqrt(12) };
}

/** A counter of one process never falls: one that does belongs to several, or its process was replaced. */
const isCounter = (readings: readonly CostReading[]): boolean =>
  readings.every((r, i) => r.cpuSeconds >= (readings[i - 1]?.cpuSeconds ?? 0));

/**
 * @param readings in order of time
 * @returns undefined without readings around both moments, or when the counter fell
 */
export function costBetween(readings: readonly CostReading[], fromMs: number, toMs: number): Cost | undefined {
  const [from, to] = [at(readings, fromMs), at(readings, toMs)];
  if (from === undefined || to === undefined || toMs <= fromMs) return undefined;
  // With the readings around both edges, however far they lie: a busy service answers late for its metrics, too.
  const first = readings.findLast((r) => r.atMs <= fromMs)?.atMs ?? fromMs;
  const last = readings.find((r) => r.atMs >= toMs)?.atMs ?? toMs;
  const within = readings.filter((r) => r.atMs >= first && r.atMs <= last);
  if (within.length < 2 || !isCounter(within)) return undefined;
  const step = Math.max(...within.map((r) => r.stepSeconds));
  const sizes = within.flatMap((r) => r.rssBytes ?? []);
  return {
    cpuSeconds: to.cpuSeconds - from.cpuSeconds,
    uncertaintySeconds: Math.hypot(from.uncertaintySeconds, to.uncertaintySeconds, step),
    rssBytes: sizes.length === 0 ? null : Math.max(...sizes),
  };
}
