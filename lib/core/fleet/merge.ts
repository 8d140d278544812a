// Any number of shards become what one process would have seen: one fold, and an account of who came.

import { RecordingFold } from "../fold/recording-fold.ts";
import { metric } from "../metric-sample.ts";
import type { FleetMember, FleetRecord } from "../recording.ts";
import { differencesOf, unlikenessOf } from "./agreement.ts";
import { decodeLatencies, medianRatio, sumOf } from "./median-ratio.ts";
import { RequestCoverage } from "./request-coverage.ts";
import type { Shard } from "./shard.ts";

/** A shard without what it saw. */
export type ShardFacts = Omit<Shard, "fold">;

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
  readonly shards: readonly ShardFacts[];
}

const memberOf = (shard: ShardFacts, firstStartMs: number, ratio: number | null): FleetMember => {
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

/** Takes shards one by one, in whatever order, and keeps of each what others may still be held against. */
export class FleetMerge {
  readonly #fold = new RecordingFold();
  readonly #coverage = new RequestCoverage();
  readonly #came = new Map<number, ShardFacts>();
  readonly #doubled = new Set<number>();

  /** The first that came. */
  get first(): ShardFacts | undefined {
    return this.#came.values().next().value;
  }

  /** A number that is there already is noted, and not merged again. */
  add({ fold, ...facts }: Shard): void {
    const { index } = facts.place;
    if (this.#came.has(index)) {
      this.#doubled.add(index);
      return;
    }
    this.#came.set(index, facts);
    this.#fold.absorb(fold);
    this.#coverage.add(fold);
  }

  /** What is wrong with the shards is in the record, for the rules to judge. */
  finish(expected: Expected = {}): Fleet {
    const shards = [...this.#came.values()].sort((a, b) => a.place.index - b.place.index);
    const of = expected.shards ?? Math.max(0, ...shards.map((s) => s.place.of));
    const starts = shards.flatMap((s) => s.startedAtMs ?? []);
    const firstStartMs = Math.min(...starts);
    if (starts.length > 0) this.#fold.add(metric.started, firstStartMs, firstStartMs, {});
    const record: FleetRecord = {
      shards: of,
      sequence: shards[0]?.place.sequence ?? "",
      skewMs: starts.length === 0 ? null : Math.max(...starts) - firstStartMs,
      members: membersOf(shards, firstStartMs),
      missing: Array.from({ length: of }, (_, i) => i + 1).filter((index) => !this.#came.has(index)),
      doubled: [...this.#doubled].sort((a, b) => a - b),
      lost: expected.lost ?? [],
      differences: differencesOf(shards),
      unlike: unlikenessOf(shards),
      sentTwice: this.#coverage.sentTwice,
      unsent: expected.isNumbered === undefined ? 0 : this.#coverage.unsent(expected.isNumbered),
    };
    return { fold: this.#fold, record, shards };
  }
}

const membersOf = (shards: readonly ShardFacts[], firstStartMs: number): readonly FleetMember[] => {
  const latencies = shards.map((s) => decodeLatencies(s.latencies));
  const whole = sumOf(latencies);
  return shards.map((shard, i) => {
    const own = latencies[i];
    return memberOf(shard, firstStartMs, own === undefined ? null : medianRatio(own, whole));
  });
};

/** Merges shards that are all there. */
export function mergeShards(all: readonly Shard[], expected: Expected = {}): Fleet {
  const merge = new FleetMerge();
  for (const shard of all) merge.add(shard);
  return merge.finish(expected);
}
