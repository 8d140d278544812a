// What only some scenarios tell: recovery after an overload, drift under a steady load.

import { intervalText, signedPercent } from "../../lib/core/compare/wording.ts";
import { type Drift, drifts } from "../../lib/core/diagnosis/drifts.ts";
import { type EndpointRecovery, recovery } from "../../lib/core/diagnosis/recovery.ts";
import { formatDuration } from "../../lib/core/format.ts";
import { guideObjectives } from "../../lib/core/objectives/objective.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { Remark } from "./model.ts";

const p95Limit = (): number => guideObjectives.find((o) => o.metric === "p95Ms")?.limit ?? Number.NaN;

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

/** Those that the run has; most have none. */
export function remarksOf(recording: Recording): readonly Remark[] {
  const recovered = recovery(recording, p95Limit()) ?? [];
  const drifting = recording.scenario === "soak" ? drifts(recording) : [];
  return [
    { title: "Recovery", lines: recovered.map(recoveryText) },
    { title: "Drift", lines: drifting.map(driftText) },
  ].filter(({ lines }) => lines.length > 0);
}
