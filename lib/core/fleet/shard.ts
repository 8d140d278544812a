// A shard: what one process of a fleet leaves of its share of a run, format `tailgate.shard/1`. Its fold merges with
// the others' exactly, so that a fleet's recording is what one process would have recorded.

import type { FoldDelta, RecordingFold } from "../fold/recording-fold.ts";
import type { MetricKind } from "../metrics/engine-metrics.ts";
import type { SinkOf } from "../metrics/sink-state.ts";
import type { GoldenFacts, Host, Recording, ServiceRecord, Suite } from "../recording.ts";

export const SHARD_SCHEMA = "tailgate.shard/1";

/** Which part of the whole, as engines take it: 1/3:2/3 of 0,1/3,2/3,1. */
export interface ShardPlace {
  /** Number in the sequence, from 1. */
  readonly index: number;
  readonly of: number;
  readonly segment: string;
  readonly sequence: string;
}

/** What the generator knew of itself over its measured phase; null where it could not tell. */
export interface ShardGenerator {
  readonly cpuFraction: number | null;
  readonly cpuWaitedMs: number | null;
  readonly lagMsP99: number | null;
  readonly longestGapMs: number | null;
  readonly stealFraction: number | null;
  readonly clockStepMs: number | null;
}

export interface ShardHeader {
  readonly schema: typeof SHARD_SCHEMA;
  /** Names the run that all its shards belong to. */
  readonly run: string;
  readonly place: ShardPlace;
  /** The pod, or the process. */
  readonly name: string;
  /** Where it ran: a cluster's node, else the host's id. Shards of one machine share its cores. */
  readonly machine: string;
  readonly scenario: string;
  /** The plan as environment variables; holds no header and no other secret. */
  readonly env: Readonly<Record<string, string>>;
  readonly target: string;
  readonly engine: Recording["engine"];
  readonly suite: Suite;
  readonly corpusHash: string;
  /** The answers it was held against, and a hash of them. */
  readonly golden: { readonly hash: string; readonly facts: GoldenFacts } | null;
  readonly host: Host;
}

/** A sink of a threshold's metric, as it is saved; a trend's sketch as lib/core/metrics/sketch-text.ts writes it. */
export type SavedSink = SinkOf<string>;

/** What the share of somebody else's script tells beside its fold. */
export interface ScriptShard {
  /** Iterations that ended in the measured phase. */
  readonly iterations: number;
  /** When the newest sample ended, in ms since the scenarios' start. */
  readonly lastMs: number;
  /** Requests beyond the endpoints that are told apart, and those of setup and teardown. */
  readonly others: number;
  readonly outside: number;
  /** Iterations that threw. */
  readonly scriptErrors: number;
  readonly origins: readonly string[];
  /** What the script's thresholds are judged by, by metric and sub-metric. */
  readonly sinks: Readonly<Record<string, SavedSink>>;
}

export interface ShardEnd {
  /** The engine's, in k6's numbers. */
  readonly exitCode: number;
  /** What was wrong, in a line; null when nothing was. */
  readonly problem: string | null;
  /** Ended before its time. */
  readonly partial: boolean;
  readonly generator: ShardGenerator;
  /** What the script's own metrics are, by name. */
  readonly kinds: Readonly<Record<string, MetricKind>>;
  /** The service's /metrics, by the one shard that watches them. */
  readonly service: ServiceRecord | null;
  /** Of a script that knows nothing of Tailgate. */
  readonly script?: ScriptShard;
}

export interface Shard extends ShardHeader, ShardEnd {
  /** When its scenario started, ms since 1970 by its own clock; null when it never did. */
  readonly startedAtMs: number | null;
  /** Requests of the measured phase. */
  readonly requests: number;
  /** Successful latencies of the measured phase by endpoint (compressed HdrHistogram): what shards are held against
   * each other by. */
  readonly latencies: Readonly<Record<string, string>>;
  readonly fold: FoldDelta;
}

/** What a fold holds becomes a shard; the fold is empty afterwards. */
export function newShard(header: ShardHeader, end: ShardEnd, fold: RecordingFold): Shard {
  const { startedAtMs, endpoints } = fold.close(0);
  return {
    ...header,
    ...end,
    startedAtMs: startedAtMs ?? null,
    requests: endpoints.reduce((sum, { count }) => sum + count, 0),
    latencies: Object.fromEntries(endpoints.map(({ name, hdr }) => [name, hdr])),
    fold: fold.drain(),
  };
}

/** The place of shard `index` (from 1) of `of` equal ones, as k6-operator cuts them. */
export function placeOf(index: number, of: number): ShardPlace {
  const bound = (i: number): string => (i === 0 ? "0" : i === of ? "1" : `${i}/${of}`);
  const bounds = Array.from({ length: of + 1 }, (_, i) => bound(i));
  return { index, of, segment: `${bound(index - 1)}:${bound(index)}`, sequence: bounds.join(",") };
}

/** The place that a process's own arguments give it; the whole without a segment. */
export function placeFrom(segment: string, sequence: string): ShardPlace | undefined {
  if (segment === "") return placeOf(1, 1);
  const bounds = sequence.split(",");
  const [from, to] = segment.split(":");
  const index = bounds.findIndex((bound, i) => bound === from && bounds[i + 1] === to);
  return index < 0 ? undefined : { index: index + 1, of: bounds.length - 1, segment, sequence };
}
