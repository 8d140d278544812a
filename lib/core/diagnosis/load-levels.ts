// The loads a service was seen under, from stages of one recording and from several recordings alike: what curves
// over load are read from.

import { healthOf, inferenceOf } from "../endpoint-role.ts";
import { largest, smallest } from "../extremes.ts";
import { inFlight } from "../in-flight.ts";
import { stableJson } from "../json.ts";
import { measuredWindows } from "../measured-windows.ts";
import type { Window } from "../recording.ts";
import type { MeasuredRun } from "../validity/rule.ts";

export interface LoadLevel {
  /** Users of the stage or run; null for an open load. */
  readonly users: number | null;
  /** Mean inference requests under way. */
  readonly inFlight: number;
  readonly ratePerSec: number;
  /** Of successful inference requests. */
  readonly meanMs: number;
  readonly count: number;
  readonly failed: number;
  readonly healthMeanMs: number | null;
}

const totals = (windows: readonly Window[]) => {
  const count = windows.reduce((sum, w) => sum + w.n, 0);
  const failed = windows.reduce((sum, w) => sum + w.failed, 0);
  const sumMs = windows.reduce((sum, w) => sum + w.sumMs, 0);
  return { count, failed, meanMs: count > failed ? sumMs / (count - failed) : undefined };
};

const levelOf = (run: MeasuredRun, stage: string | null, users: number | null): LoadLevel | undefined => {
  const inStage = (w: Window): boolean => w.stage === stage;
  const windows = inferenceOf(run).flatMap(measuredWindows).filter(inStage);
  const { count, failed, meanMs } = totals(windows);
  const times = windows.map((w) => w.t);
  if (meanMs === undefined) return undefined;
  const seconds = stage === null ? run.durationMs / 1000 : largest(times) - smallest(times) + 1;
  const ratePerSec = (count - failed) / seconds;
  const health = healthOf(run);
  const healthMeanMs = health === undefined ? undefined : totals(measuredWindows(health).filter(inStage)).meanMs;
  return {
    users,
    inFlight: inFlight(ratePerSec, meanMs),
    ratePerSec,
    meanMs,
    count,
    failed,
    healthMeanMs: healthMeanMs ?? null,
  };
};

/** The recordings of the mix that most of them have: latencies of different mixes are no curve. */
const ofOneMix = (runs: readonly MeasuredRun[]): readonly MeasuredRun[] => {
  const groups = new Map<string, MeasuredRun[]>();
  for (const run of runs) {
    const mix = stableJson(run.load.mix);
    groups.set(mix, [...(groups.get(mix) ?? []), run]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length)[0] ?? [];
};

/** The load levels of recordings with the same mix, by rising concurrency. */
export function loadLevels(runs: readonly MeasuredRun[]): readonly LoadLevel[] {
  const levels = ofOneMix(runs).flatMap((run) =>
    run.load.stages.length === 0
      ? [levelOf(run, null, run.load.users)]
      : run.load.stages.map((s) => levelOf(run, s.name, s.users)),
  );
  return levels.filter((l) => l !== undefined).sort((a, b) => a.inFlight - b.inFlight);
}
