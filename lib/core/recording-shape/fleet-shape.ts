// What a recording says of the fleet it was merged from: who came, who did not, and how far they agreed. The rules of a
// fleet's validity read this and nothing else.

import { Type } from "typebox";
import { count, numberOrNull, object, orNull } from "./object.ts";

/** From 1. */
const shardNumber = Type.Integer({ minimum: 1 });

/** One shard among the others. */
export const fleetMember = object({
  /** Number in the sequence. */
  shard: shardNumber,
  /** The pod, or the process. */
  name: Type.String(),
  /** Members of the same machine share its cores. */
  machine: Type.String(),
  /** Start, in ms after the first member's, by its own clock; null when it never started. */
  startedAfterMs: numberOrNull,
  exitCode: Type.Integer(),
  problem: orNull(Type.String()),
  partial: Type.Boolean(),
  /** Requests of the measured phase. */
  requests: count,
  /** Its median latency over the others', over all endpoints; null without enough samples to say. */
  medianRatio: numberOrNull,
  host: object({ cpuModel: Type.String(), cores: count }),
  /** As in a recording's `generator`, of this member alone. */
  generator: object({
    cpuFraction: numberOrNull,
    cpuWaitMs: numberOrNull,
    lagMsP99: numberOrNull,
    longestGapMs: numberOrNull,
    stealFraction: numberOrNull,
    clockStepMs: numberOrNull,
  }),
});

export const fleetRecord = object({
  /** Shards that make the whole. */
  shards: count,
  /** Their bounds, as engines take them: 0,1/3,2/3,1. */
  sequence: Type.String(),
  /** Between the first and the last start, in ms; null when none started. */
  skewMs: numberOrNull,
  members: Type.Array(fleetMember),
  /** Numbers of shards that did not come. */
  missing: Type.Array(shardNumber),
  /** Numbers of shards that came more than once; one of each is in the recording. */
  doubled: Type.Array(shardNumber),
  /** What could not be read, or was known to have been lost, a line each. */
  lost: Type.Array(Type.String()),
  /** What must be equal in all shards and is not: its name and what was seen. */
  differences: Type.Array(Type.String()),
  /** What may differ and is better equal: machines of different kinds, builds of one version. */
  unlike: Type.Array(Type.String()),
  /** Request numbers that more than one shard sent. */
  sentTwice: count,
  /** Request numbers of an open load that no shard sent although all had come past them. */
  unsent: count,
});
