// The comparison of pairs: one run of A and one of B, close in time and in random order (or at once). This is the
// design whose error rates are known; saved.ts is for recordings that were not made this way.

import { endedAtRest } from "./ended-at-rest.ts";
import { estimateFromPairs } from "./estimate.ts";
import type { Family } from "./family.ts";
import type { Comparison, Design, Note, Pair, Refusal } from "./model.ts";
import { type Estimator, logRatiosOf } from "./pending-metric.ts";
import { nothingAllowed, refusals } from "./refusals.ts";
import { type CompareOptions, judged, onlyShown, unjudged } from "./result.ts";
import type { RunStatistics } from "./run-statistics.ts";
import { notesOnRuns, sideOf } from "./sides.ts";

export interface MeasuredPair {
  readonly index: number;
  readonly order: Pair["order"];
  readonly a: RunStatistics;
  readonly b: RunStatistics;
}

export interface PairedDesign extends Pick<Design, "seed" | "alpha" | "plannedLooks" | "looksTaken" | "interrupted"> {
  readonly kind: "interleaved" | "duet";
}

/** Beyond this share of dropped pairs, what is left is a selection. */
const MOST_DROPPED = 0.2;

/** By the recordings' own validity verdicts, which do not look at the comparison's result. */
export const whyDropped = ({ a, b }: Pick<MeasuredPair, "a" | "b">): string | null => {
  const reasons = [a.unusable === null ? [] : [`A: ${a.unusable}`], b.unusable === null ? [] : [`B: ${b.unusable}`]];
  return reasons.flat().length === 0 ? null : reasons.flat().join("; ");
};

const droppedNotes = (pairs: readonly Pair[]): Note[] => {
  const reasons = pairs.flatMap((pair) => (pair.dropped === null ? [] : [pair.dropped]));
  if (reasons.length === 0) return [];
  const distinct = [...new Set(reasons)].slice(0, 3).join("; ");
  const text = `${reasons.length} of ${pairs.length} pairs left out as invalid (${distinct})`;
  return [{ kind: "dropped pairs", severity: "warning", text }];
};

const designNotes = (design: PairedDesign, counted: number, endedEarly: boolean, { minimumPairs }: Family): Note[] => {
  const notes: Note[] = [];
  if (minimumPairs !== null && counted < minimumPairs && !endedEarly) {
    const text = `cannot conclude with ${counted} pairs: a change in a family of this size needs ${minimumPairs}, whatever they say`;
    notes.push({ kind: "too few pairs", severity: "warning", text });
  }
  if (design.interrupted) {
    const text = "stopped before the plan was complete: this verdict was not one of the planned looks";
    notes.push({ kind: "interrupted", severity: "warning", text });
  }
  if (design.kind === "duet") {
    const text =
      "both sides ran at once: good for finding a change on a noisy machine, but its size is under contention";
    notes.push({ kind: "duet", severity: "info", text });
  }
  return notes;
};

const seedRefusals = (pairs: readonly MeasuredPair[]): Refusal[] =>
  pairs
    .filter(({ a, b }) => a.fingerprint.seed !== b.fingerprint.seed)
    .slice(0, 1)
    .map(({ index, a, b }) => ({
      what: "seed",
      a: String(a.fingerprint.seed),
      b: String(b.fingerprint.seed),
      hint: `Both runs of a pair must use one seed; those of pair ${index} do not.`,
    }));

const estimator =
  (alpha: number): Estimator =>
  (series) => {
    const logRatios = logRatiosOf(series);
    const estimate = estimateFromPairs(logRatios, alpha);
    return estimate && { estimate, logRatios };
  };

/**
 * Compares measured pairs; at most 40 (the sign-flip test is exact). Pairs in which a recording is invalid by its own
 * verdict are left out as pairs, before any value is looked at.
 * @throws RangeError without pairs
 */
export const comparePairs = (
  pairs: readonly MeasuredPair[],
  design: PairedDesign,
  {
    allowed = nothingAllowed,
    atRest = null,
    restTimes = [],
    restAlone = false,
    labels,
    floor,
    notes = [],
  }: CompareOptions = {},
): Comparison => {
  const [everyA, everyB] = [pairs.map((pair) => pair.a), pairs.map((pair) => pair.b)];
  const refused = refusals(everyA, everyB, allowed);
  const shown = pairs.map(
    (pair): Pair => ({
      index: pair.index,
      order: pair.order,
      a: pair.a.run,
      b: pair.b.run,
      dropped: whyDropped(pair),
    }),
  );
  const known = {
    a: sideOf(everyA, labels?.a),
    b: sideOf(everyB, labels?.b),
    refusals: refused.length > 0 ? refused : seedRefusals(pairs),
    pairs: shown,
    notes: [...droppedNotes(shown), ...notes, ...notesOnRuns([...everyA, ...everyB])],
  };
  const counted = pairs.filter((pair) => whyDropped(pair) === null);
  const tooFew = counted.length === 0 || pairs.length - counted.length > MOST_DROPPED * pairs.length;
  const plain = { ...design, dayNoise: null };
  if (known.refusals.length > 0 || counted.length === 0) return unjudged(known, plain);
  const runs = { a: counted.map((pair) => pair.a), b: counted.map((pair) => pair.b) };
  const result = judged(
    known,
    plain,
    { ...runs, paired: true, estimator: estimator(design.alpha), atRest, restTimes, restAlone, floor },
    (family) => designNotes(design, counted.length, restAlone || notes.includes(endedAtRest), family),
  );
  return tooFew ? onlyShown(result) : result;
};
