// The optimisation plan of the performance testing guide: its phases, what each is expected to give, and the targets it
// sets. Data only; the measured values stand beside them in the ledger.

export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface PhasePlan {
  /** The label under which the phase's runs are recorded. */
  readonly label: string;
  readonly name: string;
  /** What the guide promises, in its words. */
  readonly expected: string | null;
  readonly targets: Targets;
}

/** Requests per second, p99 in ms, and users before failures; null where the guide sets none. */
export interface Targets {
  readonly ratePerSec: Range | null;
  readonly p99Ms: Range | null;
  readonly maxUsers: Range | null;
}

const range = (low: number, high: number): Range => ({ low, high });

export const noTargets: Targets = { ratePerSec: null, p99Ms: null, maxUsers: null };

export const guidePlan: readonly PhasePlan[] = [
  { label: "baseline", name: "Baseline", expected: null, targets: noTargets },
  {
    label: "p1",
    name: "Phase 1: async threading",
    expected: "3-5x throughput",
    targets: { ratePerSec: range(30, 50), p99Ms: range(100, 150), maxUsers: range(15, 25) },
  },
  {
    label: "p2",
    name: "Phase 2: batch vectorisation",
    expected: "40-60 % latency reduction for large batches",
    targets: { ratePerSec: range(50, 80), p99Ms: range(60, 100), maxUsers: null },
  },
  {
    label: "p3",
    name: "Phase 3: feature caching",
    expected: "20-30 % latency reduction",
    targets: { ratePerSec: range(70, 100), p99Ms: range(40, 80), maxUsers: null },
  },
  { label: "p4", name: "Phase 4: logging", expected: "5-10 % latency reduction", targets: noTargets },
];
