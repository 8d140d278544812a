// What threads can give on this machine: its parallel headroom, less what the load generator takes of it.

import { median } from "../quantile.ts";
import type { Recording } from "../recording.ts";

/** How much more several busy threads do than one. */
export interface ParallelHeadroom {
  readonly threads: number;
  /** Work of all threads together over the work of one; 1 when there is one thread. */
  readonly factor: number;
}

export interface ThreadLimit {
  readonly headroom: ParallelHeadroom;
  /** Cores the generator used beside the service, in the median run; null where that was not measured. */
  readonly generatorCores: number | null;
  /** Throughput with threads over that of one thread that has a core, at most. */
  readonly factor: number;
}

/** The limit under the load of some runs. */
export function threadLimit(headroom: ParallelHeadroom, runs: readonly Recording[]): ThreadLimit {
  const generatorCores = median(runs.flatMap((run) => run.generator.cpuFraction ?? [])) ?? null;
  return { headroom, generatorCores, factor: Math.max(1, headroom.factor - (generatorCores ?? 0)) };
}

/** "2 threads do 1.33x the work of one here, and the load generator takes 0.10 of it: threads can give about 1.23x at most" */
export function threadLimitText({ headroom, generatorCores, factor }: ThreadLimit): string {
  if (headroom.threads < 2) return "there is one core: threads can give no throughput";
  const generator = generatorCores === null ? "" : `, and the load generator takes ${generatorCores.toFixed(2)} of it`;
  return `${headroom.threads} threads do ${headroom.factor.toFixed(2)}x the work of one here${generator}: threads can give about ${factor.toFixed(2)}x at most`;
}
