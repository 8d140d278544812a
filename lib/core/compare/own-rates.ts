// A script's own rates: shares of samples, so that 0 % to 5 % is a change although no ratio says it. Judged as failed
// requests are: what counts are misses, or hits where somebody demands few of them.

import { signFlipP } from "../stat/sign-flip.ts";
import { pairDifferences } from "./counts.ts";
import { rowOf, type Tested } from "./failure-row.ts";
import type { Pending } from "./family.ts";
import type { FailureRow } from "./model.ts";
import type { RunStatistics } from "./run-statistics.ts";

/** A row a rate that both sides have; gated when somebody demands something of it. */
export const pendingOwnRates = (
  a: readonly RunStatistics[],
  b: readonly RunStatistics[],
  paired: boolean,
): readonly Pending<FailureRow>[] => {
  const every = [...a, ...b];
  const names = [...new Set(every.flatMap((run) => run.ownRates.map((rate) => rate.metric)))];
  return names.map((name) => {
    const demand = every.flatMap((run) => run.demands).find(({ metric }) => metric === name);
    const counted = demand?.betterWhen === "lower" ? "hits" : "misses";
    const of = (runs: readonly RunStatistics[]) =>
      runs.map((run) => {
        const { hits, n } = run.ownRates.find(({ metric }) => metric === name) ?? { hits: 0, n: 0 };
        return { hits: counted === "hits" ? hits : n - hits, trials: n };
      });
    const tested: Tested = { counts: { a: of(a), b: of(b) }, paired, counted };
    const gated = demand !== undefined;
    return {
      familyP: gated && paired ? signFlipP(pairDifferences(tested.counts)) : null,
      close: (pHolm, family) => rowOf(name, tested, gated, pHolm, family),
    };
  });
};
