// What the recordings of one side have in common, and what a reader should know about the recordings themselves.

import type { Note, Side } from "./model.ts";
import type { RunStatistics } from "./run-statistics.ts";

/** The side as its first run describes it; `label` is its name in the comparison. @throws RangeError without any run */
export const sideOf = (runs: readonly RunStatistics[], label?: string): Side => {
  const [first] = runs;
  if (first === undefined) throw new RangeError("a side needs at least one recording");
  return {
    label: label ?? first.run.label,
    ...first.origin,
    runs: runs.map((r) => r.run),
    fingerprint: first.fingerprint,
  };
};

const differing = (what: string, values: readonly string[]): Note[] => {
  const distinct = [...new Set(values)];
  const text = `${what} differs between recordings: ${distinct.join(" / ")}`;
  return distinct.length > 1 ? [{ kind: `${what} differs`, severity: "warning", text }] : [];
};

/** Differences that are no reason to refuse, and recordings that doubt themselves. */
export const notesOnRuns = (runs: readonly RunStatistics[]): readonly Note[] => {
  const suspect = runs.filter((r) => r.unusable === null && r.run.validity === "suspect").length;
  const text = `${suspect} of ${runs.length} recordings are suspect by their own validity verdict; they count`;
  return [
    ...differing(
      "engine version",
      runs.map((r) => `${r.fingerprint.engine} ${r.engineVersion}`),
    ),
    ...differing(
      "host software",
      runs.map((r) => r.fingerprint.host),
    ),
    ...(suspect > 0 ? [{ kind: "suspect recordings", severity: "warning" as const, text }] : []),
  ];
};

/** Share of failures by which the sides may differ before their latencies are of different requests. */
const CONFOUNDED = 0.01;

/** Says so when one side failed so much more that latencies of what succeeded no longer compare. */
export const notesOnFailures = (fractionA: number | null, fractionB: number | null): readonly Note[] =>
  Math.abs((fractionB ?? 0) - (fractionA ?? 0)) <= CONFOUNDED
    ? []
    : [
        {
          kind: "confounded latency",
          severity: "warning",
          text: "the sides differ by more than one point in failed requests: latencies are of what succeeded only, so compare them with care",
        },
      ];
