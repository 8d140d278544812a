// Did all shards run the same? A sum of different runs is no run.

import type { ValidityRule } from "./rule.ts";

export const shardsDiffer: ValidityRule = ({ fleet }) => {
  if (fleet === undefined) return undefined;
  const [seen, severity] =
    fleet.differences.length > 0 ? ([fleet.differences, "invalid"] as const) : ([fleet.unlike, "suspect"] as const);
  if (seen.length === 0) return undefined;
  return {
    rule: "shards-differ",
    severity,
    finding: `shards differ in: ${seen.join(", ")}`,
    advice:
      severity === "invalid"
        ? "Give every shard the same image (by digest), script and variables, and merge shards of one run only."
        : "Run all shards on machines of one kind, from one build.",
  };
};
