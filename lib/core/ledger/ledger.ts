// The optimisation ledger: each phase's measured values beside its targets, and the gain that a comparison has proved,
// phase by phase and in total. A difference between two single runs is never called a gain.

import type { Comparison, OverallVerdict } from "../compare/model.ts";
import type { EndpointRecord, Recording } from "../recording.ts";
import { chain, type Gain, type MetricGain, metricGain } from "./gain.ts";
import { guidePlan, noTargets, type PhasePlan, type Range, type Targets } from "./guide-plan.ts";

export interface Ledger {
  readonly phases: readonly LedgerPhase[];
  /** From the first phase to the last, compared directly; null when nobody has. */
  readonly total: PhaseGain | null;
  /** The same as the product of the single phases; null when a phase was not compared with the one before. */
  readonly product: { readonly throughput: Gain | null; readonly p99: Gain | null } | null;
}

export interface LedgerPhase {
  readonly label: string;
  readonly name: string;
  readonly expected: string | null;
  readonly targets: Targets;
  /** From the newest sound recording; null when there is none. */
  readonly measured: Measured | null;
  /** Against the phase before; null for the first phase and where nobody compared. */
  readonly gain: PhaseGain | null;
}

interface Measured {
  readonly recordingId: string;
  readonly ratePerSec: number;
  /** The slowest endpoint's, and which it is; null when its sample cannot carry a p99. */
  readonly p99Ms: number | null;
  readonly slowest: string;
  /** The maximum safe load from a capacity search under the same label. */
  readonly maxUsers: number | null;
}

export interface PhaseGain {
  readonly against: string;
  readonly verdict: OverallVerdict;
  readonly throughput: MetricGain | null;
  readonly p99: MetricGain | null;
}

export interface LedgerEvidence {
  /** Labels in the order of the phases. */
  readonly labels: readonly string[];
  readonly recordings: readonly Recording[];
  readonly comparisons: readonly Comparison[];
  /** Confirmed safe users by label. */
  readonly maxUsers: ReadonlyMap<string, number>;
}

export function buildLedger(evidence: LedgerEvidence): Ledger {
  const phases = evidence.labels.map((label, i) => phaseOf(label, evidence.labels[i - 1], evidence));
  const [first, last] = [phases[0], phases.at(-1)];
  const steps = phases.slice(1).map((phase) => phase.gain);
  const complete = steps.length > 0 && steps.every((gain) => gain !== null);
  const chained = (pick: (gain: PhaseGain) => Gain | null): Gain | null => {
    const gains = steps.map((gain) => gain && pick(gain));
    return gains.every((gain) => gain !== null) ? chain(gains) : null;
  };
  return {
    phases,
    total:
      first === undefined || last === undefined || first === last ? null : gainBetween(first.label, last, evidence),
    product: complete ? { throughput: chained((g) => g.throughput), p99: chained((g) => g.p99) } : null,
  };
}

function phaseOf(label: string, previous: string | undefined, evidence: LedgerEvidence): LedgerPhase {
  const plan: PhasePlan = guidePlan.find((p) => p.label === label) ?? {
    label,
    name: label,
    expected: null,
    targets: noTargets,
  };
  const measured = measuredOf(label, evidence);
  const phase = { ...plan, measured, gain: null };
  return previous === undefined ? phase : { ...phase, gain: gainBetween(previous, phase, evidence) };
}

function measuredOf(label: string, { recordings, maxUsers }: LedgerEvidence): Measured | null {
  const newest = recordings
    .filter((r) => r.label === label && r.validity.verdict !== "invalid" && !r.partial)
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
  if (newest === undefined) return null;
  const slowest = slowestOf(newest.endpoints);
  return {
    recordingId: newest.id,
    ratePerSec: newest.endpoints.reduce((sum, e) => sum + e.ratePerSec, 0),
    p99Ms: slowest?.latencyMs.p99 ?? null,
    slowest: slowest?.name ?? "",
    maxUsers: maxUsers.get(label) ?? null,
  };
}

/** By p99 among those that have one, else by mean, which every sample can carry. */
const slowestOf = (endpoints: readonly EndpointRecord[]): EndpointRecord | undefined => {
  const highest = (pick: (e: EndpointRecord) => number | null): EndpointRecord | undefined =>
    endpoints.filter((e) => pick(e) !== null).sort((a, b) => (pick(b) ?? 0) - (pick(a) ?? 0))[0];
  return highest((e) => e.latencyMs.p99) ?? highest((e) => e.latencyMs.mean);
};

function gainBetween(
  before: string,
  after: Pick<LedgerPhase, "label" | "measured">,
  { comparisons }: LedgerEvidence,
): PhaseGain | null {
  const newest = comparisons
    .filter((c) => c.a.label === before && c.b.label === after.label)
    .sort((a, b) => (startOf(a) < startOf(b) ? 1 : -1))[0];
  return newest === undefined
    ? null
    : {
        against: before,
        verdict: newest.verdict,
        throughput: metricGain(newest, "all", "ratePerSec"),
        p99: after.measured === null ? null : metricGain(newest, after.measured.slowest, "p99Ms"),
      };
}

const startOf = (comparison: Comparison): string => comparison.b.runs.at(-1)?.startedAt ?? "";

/** Whether a measured value reaches its target: at least the low end of a rate, at most the high end of a latency. */
export const reaches = (value: number | null, target: Range | null, better: "higher" | "lower"): boolean | null =>
  value === null || target === null ? null : better === "higher" ? value >= target.low : value <= target.high;
