// Diagnoses as terminal text: the long form of `tailgate diagnose`, and the short form at the end of a run with what
// only that scenario tells (recovery after a spike, drifts of a soak).

import { diagnoseRun } from "../../lib/core/diagnosis/diagnose.ts";
import type { Diagnosis } from "../../lib/core/diagnosis/diagnosis.ts";
import { type Drift, drifts } from "../../lib/core/diagnosis/drifts.ts";
import { type EndpointRecovery, recovery } from "../../lib/core/diagnosis/recovery.ts";
import { formatDuration, formatPercent, plural } from "../../lib/core/format.ts";
import { guideObjectives } from "../../lib/core/objectives/objective.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { Paint } from "./colour.ts";

/** One diagnosis with its evidence, rival and next experiment. */
export const diagnosisEntry = (d: Diagnosis, paint: Paint): string =>
  [
    `${d.kind === "fault" ? paint.bad("✗") : paint.dim("i")} ${paint.strong(d.symptom)}  ${paint.dim(d.rule)}`,
    `    Seen     ${d.evidence}`,
    `    Likely   ${d.cause}`,
    `    Or       ${d.rival}`,
    `    Try      ${d.nextExperiment}`,
  ].join("\n");

/** Every diagnosis with its evidence, rival and next experiment. */
export function diagnosisReport(found: readonly Diagnosis[], recordings: number, paint: Paint): string {
  const from = plural(recordings, "recording");
  if (!found.some((d) => d.kind === "fault")) {
    const facts = found.map((d) => `\n${diagnosisEntry(d, paint)}\n`).join("");
    return `${paint.good("No known fault shows")} in ${from}.\n${facts}`;
  }
  return `From ${from}:\n\n${found.map((d) => diagnosisEntry(d, paint)).join("\n\n")}\n`;
}

const recoveryText = ({ endpoint, recovery: r }: EndpointRecovery): string => {
  switch (r.kind) {
    case "recovered":
      return `  ${endpoint}: back within its p95 objective ${r.afterMs === 0 ? "at once" : `after ${formatDuration(r.afterMs)}`}\n`;
    case "not-recovered":
      return `  ${endpoint}: not back within its p95 objective ${formatDuration(r.watchedMs)} after the overload\n`;
    case "never-within":
      return `  ${endpoint}: was not within its p95 objective before the overload either\n`;
  }
};

const driftText = (d: Drift): string => {
  const sign = (x: number): string => `${x < 0 ? "−" : "+"}${formatPercent(Math.abs(x))}`;
  return `  ${d.what}: ${sign(d.perHour)} an hour [${sign(d.low)}, ${sign(d.high)}]${d.certain ? "" : ", which may be none"}\n`;
};

const p95Limit = (): number => guideObjectives.find((o) => o.metric === "p95Ms")?.limit ?? Number.NaN;

/** What a run tells beyond its figures; empty when that is nothing. */
export function runFindings(recording: Recording, paint: Paint): string {
  const recovered = recovery(recording, p95Limit());
  const drifting = recording.scenario === "soak" ? drifts(recording) : [];
  const faults = diagnoseRun(recording);
  return [
    recovered === undefined ? "" : `Recovery\n${recovered.map(recoveryText).join("")}`,
    drifting.length === 0 ? "" : `Drift\n${drifting.map(driftText).join("")}`,
    faults.length === 0
      ? ""
      : `Diagnosis\n${faults.map((d) => `  ${paint.warn("!")} ${d.symptom}: ${d.evidence}\n    ${d.cause}\n`).join("")}    More: node build/cli.js diagnose ${recording.label}\n`,
  ].join("");
}
