// What repeated rows cost against fresh ones: two runs that differ in the share of repeats only. A benchmark of
// repeats measures the cache (MLPerf's TEST04).

import { inferenceOf } from "../endpoint-role.ts";
import { formatMs, formatPercent } from "../format.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import type { DiagnosisRule } from "./diagnosis.ts";

/** Shares of repeats must differ by this much for the difference in latency to be theirs. */
const LEAST_CONTRAST = 0.5;
/** MLPerf's TEST04 calls a cache what makes repeats more than 10 % faster. */
const LEAST_EFFECT = 0.1;

const medianMs = (run: MeasuredRun): number | undefined => {
  const single = inferenceOf(run).find((e) => e.rows === 1);
  return single?.latencyMs.p50 ?? undefined;
};

const sameLoad = (a: MeasuredRun, b: MeasuredRun): boolean =>
  a.scenario === b.scenario && a.load.users === b.load.users && a.load.ratePerSec === b.load.ratePerSec;

export const cacheEffect: DiagnosisRule = (runs) => {
  const byShare = runs
    .flatMap((run) => (run.payload === null ? [] : [{ run, repeatShare: run.payload.repeatShare }]))
    .sort((a, b) => a.repeatShare - b.repeatShare);
  for (const fresh of byShare) {
    const repeated = byShare.findLast(
      (r) => sameLoad(fresh.run, r.run) && r.repeatShare - fresh.repeatShare >= LEAST_CONTRAST,
    );
    const [slow, fast] = [medianMs(fresh.run), repeated && medianMs(repeated.run)];
    if (!repeated || slow === undefined || fast === undefined) continue;
    const saved = 1 - fast / slow;
    const cached = saved > LEAST_EFFECT;
    return {
      rule: "cache-effect",
      kind: "fact",
      symptom: cached ? "Repeated rows are answered faster" : "Repeated rows are not answered faster",
      evidence: `median of single rows ${formatMs(slow)} ms with ${formatPercent(fresh.repeatShare)} repeats and ${formatMs(fast)} ms with ${formatPercent(repeated.repeatShare)} (${formatPercent(saved)} less)`,
      cause: cached ? "A cache of features or answers." : "No cache, or one that does not outlast the rows in between.",
      rival: "The two runs met a different machine: they were not interleaved.",
      nextExperiment: "Run both again in turn; and load with the share of repeats that production has (REPEAT_SHARE).",
    };
  }
  return undefined;
};
