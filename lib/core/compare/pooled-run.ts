// All runs of one side as if they were one: counts add up, latencies merge exactly, and a quantile that no single run
// can carry may be carried by all of them. What is known by the second stays that of the newest run.

import { LatencyHistogram } from "../histogram.ts";
import { pooledChecks, pooledMetrics } from "../metrics/pooled-metrics.ts";
import { judgePooled } from "../objectives/judge.ts";
import type { AnswerRecord, CostRecord, EndpointRecord, Recording } from "../recording.ts";

/** Wrong inputs a recording names at most. */
const NAMED = 100;

const addUp = (all: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const counts of all) for (const [key, n] of Object.entries(counts)) sums[key] = (sums[key] ?? 0) + n;
  return sums;
};

const pooledAnswers = (all: readonly AnswerRecord[]): AnswerRecord => {
  const sum = (of: (a: AnswerRecord) => number): number => all.reduce((n, a) => n + of(a), 0);
  return {
    checked: sum((a) => a.checked),
    mismatched: sum((a) => a.mismatched),
    faults: addUp(all.map((a) => a.faults)),
    wrongInputs: [...new Set(all.flatMap((a) => a.wrongInputs))].sort().slice(0, NAMED),
    labelled: sum((a) => a.labelled),
    correct: sum((a) => a.correct),
  };
};

/** Means of runs are weighted by their requests: that is the mean of them all. */
const meanOf = (all: readonly EndpointRecord[]): number | null => {
  const known = all.flatMap(({ latencyMs: { mean }, count, failed }) =>
    mean === null ? [] : [{ mean, n: count - failed }],
  );
  const n = known.reduce((sum, e) => sum + e.n, 0);
  return n === 0 ? null : known.reduce((sum, e) => sum + e.mean * e.n, 0) / n;
};

/** Null when a run has none: its work would be counted without what it cost. */
function pooledCost(runs: readonly Recording[]): CostRecord | null {
  const costs = runs.flatMap(({ cost }) => cost ?? []);
  const [first] = costs;
  if (first === undefined || costs.length < runs.length) return null;
  const sizes = costs.flatMap(({ rssBytes }) => rssBytes ?? []);
  return {
    source: first.source,
    cpuSeconds: costs.reduce((sum, c) => sum + c.cpuSeconds, 0),
    uncertaintySeconds: Math.hypot(...costs.map((c) => c.uncertaintySeconds)),
    rssBytes: sizes.length === 0 ? null : Math.max(...sizes),
  };
}

function pooledEndpoint(all: readonly [EndpointRecord, ...EndpointRecord[]], seconds: number): EndpointRecord {
  const latencies = new LatencyHistogram();
  for (const { hdr, count, failed } of all) if (count > failed) latencies.merge(LatencyHistogram.decode(hdr));
  const sum = (of: (e: EndpointRecord) => number): number => all.reduce((n, e) => n + of(e), 0);
  const mins = all.flatMap((e) => e.latencyMs.min ?? []);
  const maxes = all.flatMap((e) => e.latencyMs.max ?? []);
  const count = sum((e) => e.count);
  return {
    ...all[0],
    count,
    failed: sum((e) => e.failed),
    ratePerSec: seconds === 0 ? 0 : count / seconds,
    items: sum((e) => e.items),
    latencyMs: {
      mean: meanOf(all),
      min: mins.length === 0 ? null : Math.min(...mins),
      max: maxes.length === 0 ? null : Math.max(...maxes),
      p50: latencies.quantileMs(0.5) ?? null,
      p95: latencies.supportedMs(0.95),
      p99: latencies.supportedMs(0.99),
    },
    hdr: latencies.encode(),
    errors: addUp(all.map((e) => e.errors)),
    answers: pooledAnswers(all.map((e) => e.answers)),
  };
}

/**
 * Runs of one side, oldest first, as one; null of none. Rates are over the runs' time together, endpoints are in the
 * order in which they first appear, and objectives are held against the figures of all.
 */
export function pooledRun(runs: readonly Recording[]): Recording | null {
  const newest = runs.at(-1);
  if (newest === undefined) return null;
  if (runs.length === 1) return newest;
  const durationMs = runs.reduce((sum, r) => sum + r.durationMs, 0);
  const byName = new Map<string, [EndpointRecord, ...EndpointRecord[]]>();
  for (const e of [...runs].reverse().flatMap((r) => r.endpoints)) {
    const known = byName.get(e.name);
    if (known === undefined) byName.set(e.name, [e]);
    else known.push(e);
  }
  const endpoints = [...byName.values()].map((all) => pooledEndpoint(all, durationMs / 1000));
  const newestFirst = [...runs].reverse();
  const metrics = pooledMetrics(newestFirst.map((r) => r.metrics));
  const checks = pooledChecks(newestFirst.map((r) => r.checks));
  const objectives = judgePooled(
    runs.map((r) => r.objectives),
    { endpoints, metrics, durationMs },
  );
  return { ...newest, durationMs, endpoints, metrics, checks, cost: pooledCost(runs), objectives };
}
