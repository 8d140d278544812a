// Wrong answers: did B answer worse than A? Answers that differ from the golden ones are exact business (a service that
// never gave one and now does has changed); agreement with labels is a matter of degree and has a floor.

import { formatCount } from "../format.ts";
import { clopperPearson } from "../stat/clopper-pearson.ts";
import { isEquivalent } from "../stat/equivalence.ts";
import type { Proportion } from "../stat/newcombe.ts";
import { signFlipP } from "../stat/sign-flip.ts";
import { walshAverages, walshInterval } from "../stat/walsh.ts";
import { boundText, type Counts, differenceInterval, pairDifferences, pooled, share, Z } from "./counts.ts";
import type { Family, Pending } from "./family.ts";
import type { AnswerRow, RowVerdict } from "./model.ts";
import type { AnswerCounts, RunStatistics } from "./run-statistics.ts";

/** Smallest rise that matters: any for wrong answers and failed checks, half a point for disagreement with labels. */
const FLOORS = { mismatched: 0, checks: 0, incorrect: 0.005 } as const;
/** "No change" of a share that is not zero needs the rise within this. */
const MARGIN = 0.005;

type Kind = AnswerRow["kind"];

const countOf = (kind: Kind, answers: AnswerCounts): Proportion =>
  kind === "incorrect"
    ? { hits: answers.incorrect, trials: answers.labelled }
    : { hits: answers.mismatched, trials: answers.checked };

const inRun = (kind: Kind, { endpoints, checks }: RunStatistics): Proportion =>
  kind === "checks"
    ? { hits: checks?.wrong ?? 0, trials: checks?.checked ?? 0 }
    : pooled(endpoints.map((e) => countOf(kind, e.answers)));

const countsOf = (kind: Kind, a: readonly RunStatistics[], b: readonly RunStatistics[]): Counts => ({
  a: a.map((run) => inRun(kind, run)),
  b: b.map((run) => inRun(kind, run)),
});

/** Kinds of which a single one is too many, where there was none. */
const isExact = (kind: Kind): boolean => kind !== "incorrect";

/** B gave wrong answers and A none, or B's answers could not be checked where A's were. */
const isBroken = (kind: Kind, counts: Counts): boolean => {
  const [a, b] = [pooled(counts.a), pooled(counts.b)];
  return b.trials === 0 || (isExact(kind) && a.hits === 0 && b.hits > 0);
};

const staysWithin = (counts: Counts, paired: boolean, alpha: number): boolean => {
  if (!paired) {
    const { low, high } = differenceInterval(counts, Z.oneSided95);
    return low !== null && high !== null && isEquivalent([low, high], MARGIN);
  }
  const d = pairDifferences(counts);
  return isEquivalent(walshInterval(walshAverages(d), d.length, 2 * alpha), MARGIN);
};

const verdictOf = (kind: Kind, counts: Counts, paired: boolean, pHolm: number | null, family: Family): RowVerdict => {
  const [a, b] = [pooled(counts.a), pooled(counts.b)];
  if (isBroken(kind, counts)) return "regressed";
  if (isExact(kind) && a.hits === 0) return "no-change";
  const rise = (share(b) ?? 0) - (share(a) ?? 0);
  if (paired) {
    if (pHolm !== null && pHolm <= family.alpha && rise > FLOORS[kind]) return "regressed";
    const pFewer = signFlipP(pairDifferences(counts).map((d) => -d));
    if (pFewer * Math.max(1, family.size) <= family.alpha && rise < -FLOORS[kind]) return "improved";
  } else {
    const { low, high } = differenceInterval(counts, Z.oneSided99);
    if (low !== null && low > FLOORS[kind]) return "regressed";
    if (high !== null && high < -FLOORS[kind]) return "improved";
  }
  return staysWithin(counts, paired, family.alpha) ? "no-change" : "inconclusive";
};

const notesOn = (kind: Kind, counts: Counts): string[] => {
  const [a, b] = [pooled(counts.a), pooled(counts.b)];
  if (b.trials === 0) return ["answers were checked in A only: nothing in B can be called right"];
  if (isExact(kind) && a.hits === 0 && b.hits > 0) {
    const what = kind === "checks" ? "no check of A failed" : "A gave no wrong answer";
    return [`${what} in ${formatCount(a.trials)}; any in B is a change`];
  }
  if (b.hits > 0) return [];
  if (kind === "checks") return [];
  return [
    `none wrong in ${formatCount(b.trials)}: ${boundText(clopperPearson(0, b.trials, 0.05)[1])} (95 %) if rows are independent`,
  ];
};

interface Told {
  readonly kind: Kind;
  readonly counts: Counts;
  readonly paired: boolean;
  readonly gated: boolean;
}

const rowOf = ({ kind, counts, paired, gated }: Told, pHolm: number | null, family: Family): AnswerRow => {
  const [a, b] = [pooled(counts.a), pooled(counts.b)];
  const [fractionA, fractionB] = [share(a), share(b)];
  return {
    id: `all.${kind}`,
    endpoint: "all",
    kind,
    gated,
    verdict: verdictOf(kind, counts, paired, pHolm, family),
    p: paired ? signFlipP(pairDifferences(counts)) : null,
    pHolm,
    wrongA: a.hits,
    checkedA: a.trials,
    wrongB: b.hits,
    checkedB: b.trials,
    fractionA,
    fractionB,
    difference: fractionA === null || fractionB === null ? null : fractionB - fractionA,
    differenceInterval: differenceInterval(counts, Z.twoSided95),
    floor: FLOORS[kind],
    notes: notesOn(kind, counts),
  };
};

const isTested = ({ kind, counts, paired, gated }: Told): boolean =>
  gated && paired && !isBroken(kind, counts) && pooled(counts.a).hits > 0;

/**
 * A row a kind of which A's answers were checked; without any check there is nothing to say. Accuracy under load is
 * information where accuracy at rest was measured: there each row counts once.
 */
export const pendingAnswers = (
  a: readonly RunStatistics[],
  b: readonly RunStatistics[],
  paired: boolean,
  accuracyAtRest: boolean,
): readonly Pending<AnswerRow>[] =>
  (["mismatched", "checks", "incorrect"] as const)
    .map((kind) => ({
      kind,
      counts: countsOf(kind, a, b),
      paired,
      gated: isExact(kind) || !accuracyAtRest,
    }))
    .filter(({ counts }) => pooled(counts.a).trials > 0)
    .map((told) => ({
      familyP: isTested(told) ? signFlipP(pairDifferences(told.counts)) : null,
      close: (pHolm, family) => rowOf(told, pHolm, family),
    }));
