// Failed requests: did B fail more often than A? One gated row over all endpoints, and a row of information for each
// endpoint that failed at all. Requests are never fed to a test one by one, for failures come in bursts.

import { formatCount, formatPercent } from "../format.ts";
import { signFlipP } from "../stat/sign-flip.ts";
import { boundText, type Counts, differenceInterval, pairDifferences, pooled, share, Z } from "./counts.ts";
import type { Family, Pending } from "./family.ts";
import type { FailureRow, RowVerdict } from "./model.ts";
import type { RunStatistics } from "./run-statistics.ts";

/** A pooled rise below this is not worth a verdict. */
const FLOOR = 0.001;
/** "No change" needs the upper 95 % bound of the rise below this. */
const MARGIN = 0.005;
/** A share of failures that needs no test, when it is also at least twice the baseline's. */
const HARD_LIMIT = 0.05;
/** Below this many failures a share is an accident. */
const HARD_LIMIT_FAILURES = 5;
/** Dispersion assumed where runs are not paired and may be too few to show it: bursts of about twenty failures. */
const UNPAIRED_DISPERSION = 20;

export interface Tested {
  readonly counts: Counts;
  readonly paired: boolean;
  /** Of an own rate: which of its samples are counted. */
  readonly counted?: FailureRow["counted"];
}

const overLimit = ({ a, b }: Counts): boolean => {
  const [pA, pB] = [share(pooled(a)) ?? 0, share(pooled(b)) ?? 0];
  return pB >= HARD_LIMIT && pB >= 2 * pA && pooled(b).hits >= HARD_LIMIT_FAILURES;
};

/** Pairs: the sign-flip test and a minimum rise. Saved recordings: a bound widened for bursts beyond that rise. */
const verdictOf = ({ counts, paired }: Tested, pHolm: number | null, family: Family): RowVerdict => {
  if (overLimit(counts)) return "regressed";
  const rise = (share(pooled(counts.b)) ?? 0) - (share(pooled(counts.a)) ?? 0);
  const least = paired ? 1 : UNPAIRED_DISPERSION;
  if (paired) {
    if (pHolm !== null && pHolm <= family.alpha && rise >= FLOOR) return "regressed";
    const pFewer = signFlipP(pairDifferences(counts).map((d) => -d));
    if (pFewer * Math.max(1, family.size) <= family.alpha && rise <= -FLOOR) return "improved";
  } else {
    const { low, high } = differenceInterval(counts, Z.oneSided99, least);
    if (low !== null && low > FLOOR) return "regressed";
    if (high !== null && high < -FLOOR) return "improved";
  }
  // Without a single failure in B there is no burst to widen for.
  const { high } = differenceInterval(counts, Z.oneSided95, pooled(counts.b).hits === 0 ? 1 : least);
  return high !== null && high < MARGIN ? "no-change" : "inconclusive";
};

const notesOn = ({ counts, paired, counted }: Tested): string[] => {
  const [a, b] = [pooled(counts.a), pooled(counts.b)];
  const notes: string[] = [];
  if (a.hits === 0 && b.hits === 0 && b.trials > 0 && counted === undefined) {
    const [byRequest, byRun] = [3 / b.trials, Math.min(1, 3 / counts.b.length)];
    notes.push(
      `no failure in ${formatCount(b.trials)} requests: ${boundText(byRequest)} if failures are independent, ${formatPercent(byRun)} of runs if they come in bursts`,
    );
  }
  if (overLimit(counts))
    notes.push(`above ${formatPercent(HARD_LIMIT)} and at least twice the baseline: no test needed`);
  if (!paired) notes.push("saved recordings: widened for bursts; day-to-day changes in failures are not known");
  return notes;
};

export const rowOf = (
  endpoint: string,
  tested: Tested,
  gated: boolean,
  pHolm: number | null,
  family: Family,
): FailureRow => {
  const { counts, paired, counted } = tested;
  const [a, b] = [pooled(counts.a), pooled(counts.b)];
  const [fractionA, fractionB] = [share(a), share(b)];
  return {
    id: `${endpoint}.${counted ?? "failedFraction"}`,
    endpoint,
    ...(counted === undefined ? {} : { counted }),
    gated,
    verdict: verdictOf(tested, pHolm, family),
    p: paired ? signFlipP(pairDifferences(counts)) : null,
    pHolm,
    failedA: a.hits,
    countA: a.trials,
    failedB: b.hits,
    countB: b.trials,
    fractionA,
    fractionB,
    difference: fractionA === null || fractionB === null ? null : fractionB - fractionA,
    differenceInterval: differenceInterval(counts, Z.twoSided95, paired ? 1 : UNPAIRED_DISPERSION),
    floor: FLOOR,
    notes: notesOn(tested),
  };
};

const countsOf = (a: readonly RunStatistics[], b: readonly RunStatistics[], endpoint: string | null): Counts => {
  const of = (runs: readonly RunStatistics[]) =>
    runs.map((run) => {
      const some = run.endpoints.filter((e) => endpoint === null || e.name === endpoint);
      return pooled(some.map((e) => ({ hits: e.failed, trials: e.count })));
    });
  return { a: of(a), b: of(b) };
};

/**
 * Pairs without a single failure on either side, but too few requests to bound a rise: no question is open that more of
 * the same could not leave open. As with a quantile that runs are too short for, the row is information, and says so.
 */
const unlessTooFew = (row: FailureRow, paired: boolean): FailureRow =>
  !paired || row.verdict !== "inconclusive" || row.failedA + row.failedB > 0
    ? row
    : {
        ...row,
        gated: false,
        pHolm: null,
        notes: [...row.notes, "not gated: nothing failed, and too few were asked to show that no more would"],
      };

/** The gated row over all endpoints first. An endpoint's own row gates only when it is beyond the hard limit. */
export const pendingFailures = (
  a: readonly RunStatistics[],
  b: readonly RunStatistics[],
  paired: boolean,
): readonly Pending<FailureRow>[] => {
  const all: Tested = { counts: countsOf(a, b, null), paired };
  const names = [...new Set(a.flatMap((run) => run.endpoints.map((e) => e.name)))];
  const each = names
    .map((name) => ({ name, tested: { counts: countsOf(a, b, name), paired } }))
    .filter(({ tested }) => pooled(tested.counts.a).hits + pooled(tested.counts.b).hits > 0);
  return [
    {
      familyP: paired ? signFlipP(pairDifferences(all.counts)) : null,
      close: (pHolm, family) => unlessTooFew(rowOf("all", all, true, pHolm, family), paired),
    },
    ...each.map(({ name, tested }) => ({
      familyP: null,
      close: (_: number | null, family: Family) => rowOf(name, tested, overLimit(tested.counts), null, family),
    })),
  ];
};
