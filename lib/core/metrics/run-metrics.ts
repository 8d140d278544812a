// The metrics of a run as a whole: what the service used for the work it did. As with those of an endpoint, each once.

import { inferenceOf } from "../endpoint-role.ts";
import type { Recording } from "../recording.ts";
import { type Metric, usual } from "./metric.ts";

/** What of a recording they are computed from. */
export type CostedRun = Pick<Recording, "endpoints" | "cost" | "item">;

export interface RunMetric extends Metric {
  /** Its value; null when it was not measured, or no work was done. */
  readonly of: (run: CostedRun) => number | null;
  /** Its name in the history. */
  readonly history: string;
  /** Whether a page of trends draws it. */
  readonly drawn: boolean;
  /** Whether a comparison's verdict depends on it. */
  readonly gated: boolean;
}

/** Work done: items in good answers, or good answers where nothing is counted in them. */
const workOf = (run: Pick<Recording, "endpoints" | "item">): number =>
  inferenceOf(run).reduce((sum, e) => sum + (run.item === null ? e.count - e.failed : e.items), 0);

/**
 * No queue multiplies it and nothing waits in it, so that a few percent can be seen under any load: its floor is that of
 * the latency at rest, not of one under load.
 */
export const cpuPerThousand: RunMetric = {
  ...usual,
  key: "cpuPerThousand",
  word: "cpu",
  name: "CPU per thousand",
  unit: "CPU s",
  betterWhen: "lower",
  floor: 0.03,
  of: (run) => {
    const work = workOf(run);
    return run.cost == null || work === 0 ? null : (run.cost.cpuSeconds * 1000) / work;
  },
  history: "cpu_s_per_thousand",
  drawn: true,
  gated: true,
};

const memory: RunMetric = {
  ...usual,
  key: "memoryBytes",
  word: "memory",
  name: "memory",
  unit: "bytes",
  betterWhen: "lower",
  floor: 0.1,
  of: ({ cost }) => cost?.rssBytes ?? null,
  history: "memory_bytes",
  drawn: false,
  gated: false,
};

export const runMetrics: readonly RunMetric[] = [cpuPerThousand, memory];

/** Items the service does for a second of CPU; null when not measured. */
export const workPerCpuSecond = (run: CostedRun): number | null => {
  const perThousand = cpuPerThousand.of(run);
  return perThousand === null || perThousand === 0 ? null : 1000 / perThousand;
};

/** Beyond this share the figure is the clock's, not the service's. */
const COARSE = 0.1;

/** Whether the phase was too short, or the service too idle, for the clock that its CPU is counted with. */
export const isCoarse = ({ cost }: Pick<Recording, "cost">): boolean =>
  cost != null && cost.uncertaintySeconds > COARSE * cost.cpuSeconds;

/** Its value where it is to be shown: nothing that is the clock's. A comparison has its own word for that. */
export const shownFigure = (metric: RunMetric, run: CostedRun): number | null =>
  metric.key === cpuPerThousand.key && isCoarse(run) ? null : metric.of(run);

/** Cores the service kept busy over the measured phase; undefined when not measured, or too coarsely. */
export const coresUsed = (run: Pick<Recording, "cost" | "durationMs">): number | undefined =>
  run.cost == null || run.durationMs === 0 || isCoarse(run) ? undefined : (run.cost.cpuSeconds * 1000) / run.durationMs;
