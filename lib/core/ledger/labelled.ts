// Which phase a comparison is about, and which one it is against. `tailgate compare` saves under a label and records
// its sides as <label>-baseline and <label>-after; the service's own word for itself tells what the baseline was.

import type { Comparison } from "../compare/model.ts";
import type { Recording } from "../recording.ts";

export interface LabelledComparison {
  /** The label it is saved under. */
  readonly label: string;
  readonly comparison: Comparison;
}

/** The newest comparison whose new side is the phase `after` and, when given, whose old side is `before`. */
export const newestComparison = (
  all: readonly LabelledComparison[],
  after: string,
  before?: { readonly label: string; readonly profile: string | null },
): Comparison | undefined =>
  all
    .filter((c) => c.label === after || c.comparison.b.label === after || c.comparison.b.label === `${after}-after`)
    .map((c) => c.comparison)
    .filter((c) => before === undefined || isAgainst(c, before))
    .sort((a, b) => (startOf(a) < startOf(b) ? 1 : -1))[0];

const isAgainst = ({ a }: Comparison, before: { readonly label: string; readonly profile: string | null }): boolean =>
  a.label === before.label || (before.profile !== null && a.profile === before.profile);

const startOf = (comparison: Comparison): string => comparison.b.runs.at(-1)?.startedAt ?? "";

/** A phase's recordings of one scenario, newest first: its own, or else those of its comparison's new side. */
export const recordingsOf = (
  all: readonly Recording[],
  label: string,
  scenario: string | undefined,
): readonly Recording[] => {
  const under = (name: string): Recording[] =>
    all
      .filter((r) => r.label === name && !r.partial && (scenario === undefined || r.scenario === scenario))
      .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  const own = under(label);
  return own.length > 0 ? own : under(`${label}-after`);
};

/** Whether a run was judged by its speed: one that only looks for right answers or overloads on purpose is not. */
const judgesSpeed = ({ objectives }: Recording): boolean =>
  objectives.criteria.some(({ metric }) => metric === "p95Ms" || metric === "p99Ms");

/** The scenario by which phases are measured: that of the first phase's newest run that is not a search or a check. */
export function scenarioOf(all: readonly Recording[], label: string): string | undefined {
  const runs = recordingsOf(all, label, undefined).filter(({ probe }) => probe !== true);
  return (runs.find(judgesSpeed) ?? runs[0])?.scenario;
}
