// Any number of shards become what one process would have seen: one fold, and an account of who came.

import { RecordingFold } from "../fold/recording-fold.ts";
import { metric } from "../metric-sample.ts";
import type { FleetMember, FleetRecord } from "../recording.ts";
import { differencesOf, unlikenessOf } from "./agreement.ts";
import { decodeLatencies, medianRatio, sumOf } from "./median-ratio.ts";
import { RequestCoverage } from "./request-coverage.ts";
import type { Shard } from "./shard.ts";

export interface Expected {
  /** Shards of the whole; undefined: what the shards themselves say. */
  readonly shards?: number;
  /** What is known to have been lost, a line each. */
  readonly lost?: readonly string[];
  /** Whether request `index` carries an input; undefined for a load whose numbers may have holes (closed). */
  readonly isNumbered?: (index: number) => boolean;
}

export interface Fleet {
  readonly fold: RecordingFold;
  readonly record: FleetRecord;
  /** One of each number, in order. */
  readonly shards: readonly Shard[];
}

const memberOf = (shard: Shard, firstStartMs: number, ratio: number | null): FleetMember => {
  const { cpuWaitedMs, ...generator } = shard.generator;
  const { requests, host } = shard;
  return {
    shard: shard.place.index,
    name: shard.name,
    machine: shard.machine,
    startedAfterMs: shard.startedAtMs === null ? null : shard.startedAtMs - firstStartMs,
    exitCode: shard.exitCode,
    problem: shard.problem,
    partial: shard.partial,
    requests,
    medianRatio: ratio,
    host: { cpuModel: host.cpuModel, cores: host.cores },
    generator: { ...generator, cpuWaitMs: cpuWaitedMs === null || requests === 0 ? null : cpuWaitedMs / requests },
  };
};

const byIndex = (shards: readonly Shard[]): { readonly one: readonly Shard[]; readonly doubled: readonly number[] } => {
  const one = new Map<number, Shard>();
  const doubled = new Set<number>();
  for (const shard of shards) {
    const { index } = shard.place;
    if (one.has(index)) doubled.add(index);
    else one.set(index, shard);
  }
  return {
    one: [...one.values()].sort((a, b) => a.place.index - b.place.index),
    doubled: [...doubled].sort((a, b) => a - b),
  };
};

/** Merges shards in whatever order they come. What is wrong with them is in the record, for the rules to judge. */
export function mergeShards(all: readonly Shard[], expected: Expected = {}): Fleet {
  const { one: shards, doubled } = byIndex(all);
  const of = expected.shards ?? Math.max(0, ...shards.map((s) => s.place.of));
  const starts = shards.flatMap((s) => s.startedAtMs ?? []);
  const firstStartMs = Math.min(...starts);
  const fold = new RecordingFold();
  if (starts.length > 0) fold.add(metric.started, firstStartMs, firstStartMs, {});
  const coverage = new RequestCoverage();
  const latencies = shards.map((s) => decodeLatencies(s.latencies));
  const whole = sumOf(latencies);
  const members: FleetMember[] = [];
  shards.forEach((shard, i) => {
    fold.absorb(shard.fold);
    coverage.add(shard.fold);
    const own = latencies[i];
    members.push(memberOf(shard, firstStartMs, own === undefined ? null : medianRatio(own, whole)));
  });
  const came = new Set(shards.map((s) => s.place.index));
  const record: FleetRecord = {
    shards: of,
    sequence: shards[0]?.place.sequence ?? "",
    skewMs: starts.length === 0 ? null : Math.max(...starts) - firstStartMs,
    members,
    missing: Array.from({ length: of }, (_, i) => i + 1).filter((index) => !came.has(index)),
    doubled,
    lost: expected.lost ?? [],
    differences: differencesOf(shards),
    unlike: unlikenessOf(shards),
    sentTwice: coverage.sentTwice,
    unsent: expected.isNumbered === undefined ? 0 : coverage.unsent(expected.isNumbered),
  };
  return { fold, record, shards };
}
