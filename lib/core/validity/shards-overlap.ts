// Did each request of the plan go out once? A segment that ran twice doubles its load, and one that nobody ran leaves
// holes.

import { formatCount } from "../format.ts";
import type { ValidityRule } from "./rule.ts";

export const shardsOverlap: ValidityRule = ({ fleet, generator }) => {
  if (fleet === undefined) return undefined;
  if (fleet.sentTwice > 0) {
    return {
      rule: "shards-overlap",
      severity: "invalid",
      finding: `${formatCount(fleet.sentTwice)} request numbers were sent by more than one shard`,
      advice: "Give each shard a segment of its own, and merge shards of one run only.",
    };
  }
  const unexplained = fleet.unsent - generator.dropped - generator.scriptErrors;
  if (unexplained <= 0) return undefined;
  return {
    rule: "shards-overlap",
    severity: "suspect",
    finding: `${formatCount(unexplained)} requests of the plan were sent by no shard, and no drop explains them`,
    advice: "See that the segments of all shards add up to the whole.",
  };
};
