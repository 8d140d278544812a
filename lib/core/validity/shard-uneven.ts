// Do all shards see the same service? One in another zone, or throttled, measures something of its own, and the merge
// hides it.

import { formatPercent } from "../format.ts";
import type { ValidityRule } from "./rule.ts";

const LARGEST_SHARE = 0.25;

export const shardUneven: ValidityRule = ({ fleet }) => {
  const seen = (fleet?.members ?? []).flatMap(({ shard, name, medianRatio }) =>
    medianRatio === null || Math.abs(medianRatio - 1) <= LARGEST_SHARE
      ? []
      : [
          `shard ${shard} (${name}) measured a median ${formatPercent(Math.abs(medianRatio - 1))} ${medianRatio > 1 ? "above" : "below"} the others'`,
        ],
  );
  if (seen.length === 0) return undefined;
  return {
    rule: "shard-uneven",
    severity: "suspect",
    finding: seen.join("; "),
    advice: "Look at that shard's machine and its way to the service: a zone, a throttled CPU, a proxy.",
  };
};
