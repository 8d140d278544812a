// The optimisation ledger: each phase's measured values beside its targets, and the gain that a comparison has proved,
// phase by phase and in total. A difference between two single runs is never called a gain.

import type { OverallVerdict } from "../compare/model.ts";
import { cpuPerThousand, shownFigure } from "../metrics/run-metrics.ts";
import type { EndpointRecord, Objectives, Recording } from "../recording.ts";
import { chain, type Gain, type MetricGain, metricGain } from "./gain.ts";
import type { PhasePlan, Range, Targets } from "./guide-plan.ts";
import { type LabelledComparison, newestComparison, recordingsOf, scenarioOf } from "./labelled.ts";

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
  /** Against the phase before where that was compared, else against what was; null where nobody compared. */
  readonly gain: PhaseGain | null;
}

interface Measured {
  readonly recordingId: string;
  /** The service's own word for what it is. */
  readonly profile: string | null;
  readonly ratePerSec: number;
  /** The slowest endpoint's, and which it is; null when its sample cannot carry a p99. */
  readonly p99Ms: number | null;
  readonly slowest: string;
  /** CPU seconds for a thousand items; null when not measured. */
  readonly cpuPerThousand: number | null;
  /** How its objectives came out, and how many there were. */
  readonly objectives: { readonly verdict: Objectives["verdict"]; readonly met: number; readonly of: number };
  /** The maximum safe load from a capacity search under the same label. */
  readonly maxUsers: number | null;
}

export interface PhaseGain {
  readonly against: string;
  readonly isAgainstPrevious: boolean;
  readonly verdict: OverallVerdict;
  readonly throughput: MetricGain | null;
  readonly p99: MetricGain | null;
}

export interface LedgerEvidence {
  /** In their order. */
  readonly phases: readonly PhasePlan[];
  readonly recordings: readonly Recording[];
  readonly comparisons: readonly LabelledComparison[];
  /** Confirmed safe users by label. */
  readonly maxUsers: ReadonlyMap<string, number>;
}

export function buildLedger(evidence: LedgerEvidence): Ledger {
  const scenario = scenarioOf(evidence.recordings, evidence.phases[0]?.label ?? "");
  const phases: LedgerPhase[] = [];
  for (const plan of evidence.phases) phases.push(phaseOf(plan, phases.at(-1), scenario, evidence));
  const [first, last] = [phases[0], phases.at(-1)];
  const steps = phases.slice(1).map((phase) => phase.gain);
  const chained = (pick: (gain: PhaseGain) => Gain | null): Gain | null => {
    const gains = steps.map((gain) => (gain?.isAgainstPrevious === true ? pick(gain) : null));
    return gains.every((gain) => gain !== null) ? chain(gains) : null;
  };
  const product = { throughput: chained((g) => g.throughput), p99: chained((g) => g.p99) };
  return {
    phases,
    total: first === undefined || last === undefined || first === last ? null : gainOver(first, last, evidence),
    product: product.throughput === null && product.p99 === null ? null : product,
  };
}

function phaseOf(
  plan: PhasePlan,
  previous: LedgerPhase | undefined,
  scenario: string | undefined,
  evidence: LedgerEvidence,
): LedgerPhase {
  const phase = { ...plan, measured: measuredOf(plan.label, scenario, evidence), gain: null };
  if (previous === undefined) return phase;
  const gain = gainOver(previous, phase, evidence) ?? gainOver(undefined, phase, evidence);
  return { ...phase, gain };
}

function measuredOf(label: string, scenario: string | undefined, evidence: LedgerEvidence): Measured | null {
  const newest = recordingsOf(evidence.recordings, label, scenario).find((r) => r.validity.verdict !== "invalid");
  if (newest === undefined) return null;
  const slowest = slowestOf(newest.endpoints);
  return {
    recordingId: newest.id,
    profile: newest.target.profile,
    ratePerSec: newest.endpoints.reduce((sum, e) => sum + e.ratePerSec, 0),
    p99Ms: slowest?.latencyMs.p99 ?? null,
    slowest: slowest?.name ?? "",
    cpuPerThousand: shownFigure(cpuPerThousand, newest),
    objectives: {
      verdict: newest.objectives.verdict,
      met: newest.objectives.criteria.filter((c) => c.verdict === "pass").length,
      of: newest.objectives.criteria.length,
    },
    maxUsers: evidence.maxUsers.get(label) ?? null,
  };
}

/** By p99 among those that have one, else by mean, which every sample can carry. */
const slowestOf = (endpoints: readonly EndpointRecord[]): EndpointRecord | undefined => {
  const highest = (pick: (e: EndpointRecord) => number | null): EndpointRecord | undefined =>
    endpoints.filter((e) => pick(e) !== null).sort((a, b) => (pick(b) ?? 0) - (pick(a) ?? 0))[0];
  return highest((e) => e.latencyMs.p99) ?? highest((e) => e.latencyMs.mean);
};

/** Without `before`, against whatever the phase was compared with: worth knowing, but no link of the chain. */
function gainOver(
  before: LedgerPhase | undefined,
  after: Pick<LedgerPhase, "label" | "measured">,
  { comparisons }: LedgerEvidence,
): PhaseGain | null {
  const newest = newestComparison(
    comparisons,
    after.label,
    before && { label: before.label, profile: before.measured?.profile ?? null },
  );
  return newest === undefined
    ? null
    : {
        against: before?.name ?? newest.a.profile ?? newest.a.label,
        isAgainstPrevious: before !== undefined,
        verdict: newest.verdict,
        throughput: metricGain(newest, "all", "ratePerSec"),
        p99: after.measured === null ? null : metricGain(newest, after.measured.slowest, "p99Ms"),
      };
}

/** Whether a measured value reaches its target: at least the low end of a rate, at most the high end of a latency. */
export const reaches = (value: number | null, target: Range | null, better: "higher" | "lower"): boolean | null =>
  value === null || target === null ? null : better === "higher" ? value >= target.low : value <= target.high;
