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
  /** The same for latency, endpoint by endpoint: the blocks' mixes differ by chance. */
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

const absolute = (value: number | null): number | null => (value === null ? null : Math.abs(value));

/** Latency of a block over that of controls with the block's own mix of endpoints, less 1; null without a common one. */
function slower(block: MeasuredBlock, controls: readonly MeasuredBlock[]): number | null {
  let seenMs = 0;
  let expectedMs = 0;
  for (const { name, count, meanMs } of block.load.endpoints) {
    const same = controls.flatMap(({ load }) => load.endpoints.filter((endpoint) => endpoint.name === name));
    const requests = same.reduce((sum, endpoint) => sum + endpoint.count, 0);
    if (requests === 0) continue;
    seenMs += count * meanMs;
    expectedMs += (count * same.reduce((sum, endpoint) => sum + endpoint.count * endpoint.meanMs, 0)) / requests;
  }
  return expectedMs === 0 ? null : seenMs / expectedMs - 1;
}

/** Compares the profiled block with its controls. */
export function overheadOf(before: MeasuredBlock, profiled: MeasuredBlock, after: MeasuredBlock): Overhead {
  const [a, p, b] = [cost(before), cost(profiled), cost(after)];
  return {
    before: a,
    profiled: p,
    after: b,
    cpu: over(p.cpuMsPerText, mean(a.cpuMsPerText, b.cpuMsPerText)),
    latency: slower(profiled, [before, after]),
    cpuNoise: apart(a.cpuMsPerText, b.cpuMsPerText),
    latencyNoise: absolute(slower(after, [before])),
  };
}
