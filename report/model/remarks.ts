// What stands beside the verdicts: what the service is meant to reach, and what only some runs tell (recovery after an
// overload, drift under a long steady load).

import { intervalText, signedPercent } from "../../lib/core/compare/wording.ts";
import { type Drift, drifts } from "../../lib/core/diagnosis/drifts.ts";
import { type EndpointRecovery, recovery } from "../../lib/core/diagnosis/recovery.ts";
import { formatDuration } from "../../lib/core/format.ts";
import { latencyLimit } from "../../lib/core/objectives/latency-limit.ts";
import type { Criterion, Recording } from "../../lib/core/recording.ts";
import type { Remark } from "./model.ts";
import { actualText, objectiveText } from "./objective-text.ts";

const recoveryText = ({ endpoint, recovery: r }: EndpointRecovery): string => {
  switch (r.kind) {
    case "recovered":
      return `${endpoint}: back within its p95 objective ${r.afterMs === 0 ? "at once" : `after ${formatDuration(r.afterMs)}`}`;
    case "not-recovered":
      return `${endpoint}: not back within its p95 objective ${formatDuration(r.watchedMs)} after the overload`;
    case "never-within":
      return `${endpoint}: was not within its p95 objective before the overload either`;
  }
};

const driftText = (d: Drift): string =>
  `${d.what}: ${signedPercent(d.perHour)} an hour ${intervalText(d)}${d.certain ? "" : ", which may be none"}`;

/** Long enough for a drift an hour to show, and under one load. */
const LONG_MS = 600_000;
const isLongAndSteady = ({ load, durationMs }: Recording): boolean => load.stages.length === 0 && durationMs >= LONG_MS;

const reached = { pass: "reached", fail: "not reached", "no-data": "not measured" } as const;

const targetText = (c: Criterion): string =>
  `${c.endpoint} ${objectiveText(c)}: ${actualText(c)}, ${reached[c.verdict]}`;

/** Those that the run has. @param judged whether its objectives are: on a broken lower rung, targets are neither */
export function remarksOf(recording: Recording, judged: boolean): readonly Remark[] {
  const recovered = recovery(recording, (endpoint) => latencyLimit(recording.objectives, endpoint, "p95Ms")) ?? [];
  const drifting = isLongAndSteady(recording) ? drifts(recording) : [];
  return [
    { title: "Targets, which gate nothing", lines: judged ? (recording.targets ?? []).map(targetText) : [] },
    { title: "Recovery", lines: recovered.map(recoveryText) },
    { title: "Drift", lines: drifting.map(driftText) },
  ].filter(({ lines }) => lines.length > 0);
}
