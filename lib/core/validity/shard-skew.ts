// Did all shards start together? One that starts late is missing from the load in the meantime.

import { formatDuration } from "../format.ts";
import { severityAbove, type ValidityRule } from "./rule.ts";

/** A window's length: above it, a second of the recording is not a second of the load. */
const SUSPECT_MS = 1000;

export const shardSkew: ValidityRule = ({ fleet, warmupMs }) => {
  if (fleet === undefined || fleet.skewMs === null) return undefined;
  // Half the warm-up: later, the load was not there when measuring began.
  const severity = severityAbove(fleet.skewMs, {
    suspect: SUSPECT_MS,
    invalid: Math.max(SUSPECT_MS, warmupMs / 2),
  });
  if (severity === undefined) return undefined;
  const last = fleet.members.find((m) => m.startedAfterMs === fleet.skewMs);
  return {
    rule: "shard-skew",
    severity,
    finding: `shards started ${formatDuration(fleet.skewMs)} apart by their own clocks; the last was shard ${last?.shard} (${last?.name})`,
    advice: "Give the starter more CPU, synchronise the machines' clocks, or lengthen WARMUP.",
  };
};
