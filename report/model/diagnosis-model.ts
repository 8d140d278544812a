// The report of a diagnosis: what several recordings of one service show of its faults.

import { diagnose } from "../../lib/core/diagnosis/diagnose.ts";
import { formatCount, plural } from "../../lib/core/format.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { findingOf } from "./finding.ts";
import type { DiagnosisModel } from "./model.ts";
import { redactModel } from "./redact-model.ts";
import { endpointRow } from "./run-model.ts";

/** Of several recordings of one service, oldest first, at least one; the table is the newest one's. */
export function diagnosisModel(label: string, recordings: readonly Recording[]): DiagnosisModel {
  const found = diagnose(recordings);
  const faults = found.filter((d) => d.kind === "fault").length;
  const last = recordings.at(-1);
  return redactModel({
    kind: "diagnosis",
    title: label,
    headline:
      faults === 0
        ? { state: "good", text: "No fault shows" }
        : { state: "warn", text: faults === 1 ? "One fault shows" : `${formatCount(faults)} faults show` },
    at: last?.startedAt ?? "",
    setting: [`From ${plural(recordings.length, "recording")}`],
    ladder: [],
    endpoints: last?.endpoints.map(endpointRow) ?? [],
    findings: found.map(findingOf),
    tables: [],
    remarks: [],
    facts: [{ title: "Looked at", facts: recordings.map((r) => ({ name: r.scenario, value: r.id })) }],
  });
}
