// A script's own metrics and checks of several runs as if they were one: counts add up, distributions merge exactly.
// What is known by the second stays that of the newest run.

import { samplesNeeded } from "../quantile.ts";
import type { CheckRecord, OwnMetric } from "../recording.ts";
import { readSketch, writeSketch } from "./sketch-text.ts";
import { TrendSketch } from "./trend-sketch.ts";

const extreme = (values: readonly (number | null)[], of: (...values: number[]) => number): number | null => {
  const known = values.filter((v) => v !== null);
  return known.length === 0 ? null : of(...known);
};

/** The distribution of all runs together, as a recording has it. */
function pooledSketch(all: readonly OwnMetric[]): Pick<OwnMetric, "sketch" | "p50" | "p95" | "p99"> {
  const whole = new TrendSketch();
  for (const { sketch } of all) if (sketch !== null) whole.merge(readSketch(sketch).state());
  const carried = (q: number): number | null => (whole.count < samplesNeeded(q) ? null : (whole.quantile(q) ?? null));
  return { sketch: writeSketch(whole), p50: carried(0.5), p95: carried(0.95), p99: carried(0.99) };
}

/** @param all the same metric, newest first */
const pooledMetric = (all: readonly [OwnMetric, ...OwnMetric[]]): OwnMetric => ({
  ...all[0],
  n: all.reduce((n, m) => n + m.n, 0),
  sum: all.reduce((sum, m) => sum + m.sum, 0),
  min: extreme(
    all.map((m) => m.min),
    Math.min,
  ),
  max: extreme(
    all.map((m) => m.max),
    Math.max,
  ),
  ...(all[0].type === "trend" ? pooledSketch(all) : {}),
});

/** Groups in the order of their first appearance. */
function grouped<T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const known = groups.get(keyOf(one));
    if (known === undefined) groups.set(keyOf(one), [one]);
    else known.push(one);
  }
  return [...groups.values()];
}

/** @param runs newest first; a metric of another type is another metric */
export const pooledMetrics = (runs: readonly (readonly OwnMetric[])[]): readonly OwnMetric[] =>
  grouped(runs.flat(), (m) => `${m.type} ${m.name}`).map(pooledMetric);

export const pooledChecks = (runs: readonly (readonly CheckRecord[])[]): readonly CheckRecord[] =>
  grouped(runs.flat(), (c) => JSON.stringify([c.name, c.endpoint])).map((all) => ({
    ...all[0],
    passes: all.reduce((n, c) => n + c.passes, 0),
    fails: all.reduce((n, c) => n + c.fails, 0),
  }));
