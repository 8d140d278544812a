// From a probe's recording to what the search wants to know: bad requests by block, guards, and the figures people ask
// for. All requests of inference count alike.

import { inferenceOf } from "../endpoint-role.ts";
import { LatencyHistogram } from "../histogram.ts";
import { measuredWindows } from "../measured-windows.ts";
import { builtInMetric } from "../metrics/endpoint-metrics.ts";
import { isCoarse, workPerCpuSecond } from "../metrics/run-metrics.ts";
import { judgeObjectives } from "../objectives/judge.ts";
import type { Criterion, EndpointRecord, Reason, Recording, Window } from "../recording.ts";
import type { Block, ProbeResult, SearchPlan } from "./model.ts";
import { blockLengthMs } from "./search-plan.ts";
import { type Stall, stalledBlocks, tooManyStalled } from "./stalled-blocks.ts";

/** Rules that are guards of a probe already when they only make a run suspect (docs/capacity.md). */
const STRICT_GUARDS: readonly string[] = ["dropped-arrivals"];

interface Tally {
  readonly block: Block;
  readonly latencies: LatencyHistogram;
}

const tally = (windows: readonly Window[], limitMs: number): Tally => {
  const latencies = new LatencyHistogram();
  for (const w of windows) if (w.n > w.failed) latencies.merge(LatencyHistogram.decode(w.hdr));
  const total = windows.reduce((sum, w) => sum + w.n, 0);
  const failed = windows.reduce((sum, w) => sum + w.failed, 0);
  return { block: { total, failed, slow: latencies.count - latencies.countAtMost(limitMs) }, latencies };
};

/** Windows of the measured phase by block; what ended after the last one belongs to it. */
const byBlock = (windows: readonly Window[], run: Recording, blockMs: number): readonly (readonly Window[])[] => {
  const count = Math.max(1, Math.floor(run.durationMs / blockMs));
  const blocks: Window[][] = Array.from({ length: count }, () => []);
  for (const w of windows) {
    const at = Math.floor((w.t * 1000 - run.warmupMs) / blockMs);
    blocks[Math.min(count - 1, Math.max(0, at))]?.push(w);
  }
  return blocks;
};

const badIn = (e: EndpointRecord, limitMs: number): number => {
  const { slow, failed } = tally(measuredWindows(e), limitMs).block;
  return slow + failed + e.answers.mismatched;
};

const worstOf = (endpoints: readonly EndpointRecord[], limitMs: number): string | null => {
  const ranked = endpoints.map((e) => ({ name: e.name, bad: badIn(e, limitMs) })).sort((a, b) => b.bad - a.bad);
  const [worst] = ranked;
  return worst === undefined || worst.bad === 0 ? null : worst.name;
};

const guardsFailed = (run: Recording): readonly Reason[] =>
  run.validity.reasons.filter((r) => r.severity === "invalid" || STRICT_GUARDS.includes(r.rule));

/** The plan's other demands, judged on the probe as on any run. */
function demandsOn(run: Recording, { demands = [] }: SearchPlan): Pick<ProbeResult, "missed" | "unmeasured"> {
  if (demands.length === 0) return {};
  const { criteria } = judgeObjectives(run, demands);
  const named = (verdict: Criterion["verdict"]): readonly string[] =>
    criteria
      .filter((c) => c.verdict === verdict)
      .map((c) => `${c.endpoint} ${builtInMetric(c.metric)?.name ?? c.metric}`);
  return { missed: named("fail"), unmeasured: named("no-data") };
}

/**
 * What `run` says about its load. @param elapsedMs everything it cost, cool-down included
 * @param stalls when the generator's process did not get to run: the blocks they touch do not count
 */
export function probeResult(
  run: Recording,
  plan: SearchPlan,
  elapsedMs: number,
  stalls: readonly Stall[] = [],
): ProbeResult {
  const endpoints = inferenceOf(run);
  const windows = endpoints.flatMap(measuredWindows);
  const all = tally(windows, plan.limitMs);
  const predictions = endpoints.reduce((sum, e) => sum + e.items, 0);
  const sumMs = windows.reduce((sum, w) => sum + w.sumMs, 0);
  const blockMs = blockLengthMs(plan, run.durationMs);
  const blocks = byBlock(windows, run, blockMs).map((ws) => tally(ws, plan.limitMs).block);
  const fromMs = Date.parse(run.startedAt) + run.warmupMs;
  const stalled = stalledBlocks(stalls, { count: blocks.length, blockMs, fromMs }, plan.limitMs);
  const lost = stalled.filter(Boolean).length;
  return {
    elapsedMs,
    blocks: blocks.filter((_, i) => stalled[i] !== true),
    lostBlocks: lost,
    wrong: endpoints.reduce((sum, e) => sum + e.answers.mismatched, 0),
    ratePerSec: run.durationMs === 0 ? 0 : (all.block.total * 1000) / run.durationMs,
    predictionsPerSec: run.durationMs === 0 ? 0 : (predictions * 1000) / run.durationMs,
    predictionsPerCpuSecond: isCoarse(run) ? null : workPerCpuSecond(run),
    meanMs: all.latencies.count === 0 ? null : sumMs / all.latencies.count,
    p95Ms: all.latencies.supportedMs(0.95),
    p99Ms: all.latencies.supportedMs(0.99),
    worstEndpoint: worstOf(endpoints, plan.limitMs),
    ...demandsOn(run, plan),
    voidBecause: [...guardsFailed(run), ...tooManyStalled(lost, blocks.length)],
  };
}
