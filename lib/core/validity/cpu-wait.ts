// Did the generator get a CPU when it had something to do? Starved of it, it sends late and reads answers late, and
// both are counted as the service's latency.

import { formatMs, formatPercent } from "../format.ts";
import type { MeasuredRun, ValidityRule } from "./rule.ts";

/**
 * Share of the mean latency that the wait per request comes to, and the wait in ms that it must reach as well. By
 * Little's law the mean wait of a request is the waiting of all threads over the requests: a generator pinned to a
 * core with eight burners waited 11.6 ms a request and showed 27 ms for a service of 20. 5 % is the floor of a
 * comparison: below it no verdict changes.
 */
const LIMITS = { suspect: { share: 0.05, ms: 1 }, invalid: { share: 0.25, ms: 5 } } as const;

/**
 * k6 has dozens of threads that no request waits for (garbage collection, idle users), so there the figure is far too
 * high a bound: only a hint, and a large one.
 */
const limitsFor = (engine: "k6" | "runner") =>
  engine === "k6" ? { suspect: LIMITS.invalid, invalid: undefined } : LIMITS;

const meanLatencyMs = ({ endpoints }: MeasuredRun): number | undefined => {
  const succeeded = endpoints.filter((e) => e.latencyMs.mean !== null);
  const count = succeeded.reduce((sum, e) => sum + e.count - e.failed, 0);
  const sumMs = succeeded.reduce((sum, e) => sum + (e.count - e.failed) * (e.latencyMs.mean ?? 0), 0);
  return count === 0 ? undefined : sumMs / count;
};

export const cpuWait: ValidityRule = (run) => {
  const waitMs = run.generator.cpuWaitMs ?? null;
  const latencyMs = meanLatencyMs(run);
  if (waitMs === null || latencyMs === undefined) return undefined;
  const share = waitMs / latencyMs;
  const { suspect, invalid } = limitsFor(run.engine.name);
  const exceeds = (limit: { readonly share: number; readonly ms: number } | undefined): boolean =>
    limit !== undefined && share > limit.share && waitMs > limit.ms;
  if (!exceeds(suspect)) return undefined;
  return {
    rule: "cpu-wait",
    severity: exceeds(invalid) ? "invalid" : "suspect",
    finding: `the load generator waited ${formatMs(waitMs)} ms a request for a CPU, ${formatPercent(share)} of the mean latency it reports (limit ${formatPercent(suspect.share)})`,
    advice: "Stop what else uses the CPUs, do not pin the generator to a busy one, or run it on another machine.",
  };
};
