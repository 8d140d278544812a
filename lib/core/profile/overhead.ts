// What the profiler itself cost: the profiled block against the control blocks before and after it, under the same
// load. Control blocks that differ from each other say how much of the difference is noise.

import type { LoadBlock } from "./load-block.ts";

/** One block: its load and the CPU time that the service used in it; null where that cannot be read. */
export interface MeasuredBlock {
  readonly load: LoadBlock;
  readonly cpuSeconds: number | null;
}

export interface BlockCost {
  readonly seconds: number;
  readonly requests: number;
  readonly requestsPerSec: number;
  /** Of all endpoints, failures left out. */
  readonly meanMs: number | null;
  /** CPU time of the service for each text predicted; null without texts or CPU time. */
  readonly cpuMsPerText: number | null;
}

export interface Overhead {
  readonly before: BlockCost;
  readonly profiled: BlockCost;
  readonly after: BlockCost;
  /** CPU per text while profiled, over that of both controls, less 1; null when not measured. */
  readonly cpu: number | null;
  /** The same for mean latency. */
  readonly latency: number | null;
  /** How far the controls are apart, over their mean: a smaller overhead cannot be told from noise. */
  readonly cpuNoise: number | null;
  readonly latencyNoise: number | null;
}

const cost = ({ load, cpuSeconds }: MeasuredBlock): BlockCost => {
  const count = load.endpoints.reduce((sum, each) => sum + each.count, 0);
  return {
    seconds: load.seconds,
    requests: load.requests,
    requestsPerSec: load.seconds === 0 ? 0 : load.requests / load.seconds,
    meanMs: count === 0 ? null : load.endpoints.reduce((sum, each) => sum + each.count * each.meanMs, 0) / count,
    cpuMsPerText: cpuSeconds === null || load.texts === 0 ? null : (cpuSeconds * 1000) / load.texts,
  };
};

const mean = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : (a + b) / 2);

const over = (value: number | null, control: number | null): number | null =>
  value === null || control === null || control === 0 ? null : value / control - 1;

const apart = (a: number | null, b: number | null): number | null =>
  a === null || b === null || a + b === 0 ? null : Math.abs(a - b) / ((a + b) / 2);

/** Compares the profiled block with its controls. */
export function overheadOf(before: MeasuredBlock, profiled: MeasuredBlock, after: MeasuredBlock): Overhead {
  const [a, p, b] = [cost(before), cost(profiled), cost(after)];
  return {
    before: a,
    profiled: p,
    after: b,
    cpu: over(p.cpuMsPerText, mean(a.cpuMsPerText, b.cpuMsPerText)),
    latency: over(p.meanMs, mean(a.meanMs, b.meanMs)),
    cpuNoise: apart(a.cpuMsPerText, b.cpuMsPerText),
    latencyNoise: apart(a.meanMs, b.meanMs),
  };
}
