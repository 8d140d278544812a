// What a shard says beside its requests: one process of three on a quiet machine, unless a test says otherwise.

import { type newShard, placeOf, type ShardHeader } from "../../lib/core/fleet/shard.ts";

/** Shard `index` (from 1) of `of`. */
export const shardHeader = (index: number, of: number, over: Partial<ShardHeader> = {}): ShardHeader => ({
  schema: "tailgate.shard/1",
  run: "r",
  place: placeOf(index, of),
  name: `pod-${index}`,
  machine: `node-${index}`,
  scenario: "baseline",
  env: { SEED: "1", RATE: "15" },
  target: "http://127.0.0.1:1",
  engine: { name: "k6", version: "2.2.0" },
  suite: { version: "0.1.0", gitSha: null, dirty: null, scriptHash: "0" },
  corpusHash: "0",
  golden: null,
  host: { id: "0", cpuModel: "test", cores: 2, memoryBytes: 1, kernel: "0", node: "v20" },
  ...over,
});

/** An end as planned, of a generator that was never hurried. */
export const shardEnd: Parameters<typeof newShard>[1] = {
  exitCode: 0,
  problem: null,
  partial: false,
  generator: {
    cpuFraction: 0.1,
    cpuWaitedMs: 0,
    lagMsP99: null,
    longestGapMs: 0,
    stealFraction: 0,
    clockStepMs: 0,
  },
  kinds: {},
  service: null,
};
