// Did every shard of a fleet come back whole? What is lost is load that was sent, or was not, and nobody knows how it
// was answered.

import type { FleetMember } from "../recording.ts";
import type { ValidityRule } from "./rule.ts";

const shard = (index: number): string => `shard ${index}`;

/** Exit codes with which an engine has run its share to the end: 99 is a threshold's word about a stripe. */
const RAN = new Set([0, 99]);

const unsound = (partial: boolean) => (m: FleetMember) => {
  const who = `${shard(m.shard)} (${m.name})`;
  if (m.startedAfterMs === null) return [`${who} never started`];
  // A run that was interrupted as a whole says so itself.
  if (partial) return [];
  if (m.partial) return [`${who} ended early${m.problem === null ? "" : `: ${m.problem}`}`];
  if (!RAN.has(m.exitCode)) return [`${who} ended with exit code ${m.exitCode}`];
  return [];
};

export const shardsMissing: ValidityRule = ({ fleet, partial }) => {
  if (fleet === undefined) return undefined;
  const findings = [
    ...(fleet.missing.length === 0
      ? []
      : [`${fleet.missing.map(shard).join(", ")} of ${fleet.shards} left nothing behind`]),
    ...fleet.lost,
    ...(fleet.doubled.length === 0 ? [] : [`${fleet.doubled.map(shard).join(", ")} came more than once`]),
    ...fleet.members.flatMap(unsound(partial)),
  ];
  if (findings.length === 0) return undefined;
  return {
    rule: "shards-missing",
    severity: "invalid",
    finding: findings.join("; "),
    advice: "Look at those shards' logs (an out-of-memory kill, an eviction, a user limit), then run again.",
  };
};
