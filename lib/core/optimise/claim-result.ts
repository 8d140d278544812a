// What became of a claim: the compared metric with its interval, beside what the guide promised.

import type { Comparison, MetricRow } from "../compare/model.ts";
import { LatencyHistogram } from "../histogram.ts";
import type { Recording } from "../recording.ts";
import type { Claim, ClaimResult } from "./optimised.ts";

const verdictOf = (row: MetricRow | undefined, least: number | null): ClaimResult["verdict"] => {
  if (row === undefined || row.improvement === null || row.verdict === "unsupported") return "not measured";
  // Too few blocks for an interval: an estimate alone says neither noise nor gain.
  if (row.improvementInterval.low === null && row.improvementInterval.high === null) return "not measured";
  if (row.verdict === "regressed") return "regressed";
  if (row.verdict !== "improved") return "within noise";
  if (least === null) return "added";
  const { low, high } = row.improvementInterval;
  if (low !== null && low >= least) return "reached";
  return high !== null && high >= least ? "in part" : "not reached";
};

/** Looks a claim up in the comparison of its two profiles. */
export function claimResult(claim: Claim, comparison: Comparison): ClaimResult {
  const row = comparison.metrics.find((m) => m.endpoint === claim.endpoint && m.metric === claim.metric);
  return { claim, row: row ?? null, verdict: verdictOf(row, claim.least) };
}

/** A quantile over all runs of a profile together; null when they hold no request of the endpoint. */
export function pooledQuantileMs(recordings: readonly Recording[], endpoint: string, q: number): number | null {
  const all = new LatencyHistogram();
  for (const r of recordings) {
    for (const e of r.endpoints) if (e.name === endpoint) all.merge(LatencyHistogram.decode(e.hdr));
  }
  return all.quantileMs(q) ?? null;
}
