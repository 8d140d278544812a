// What a profile says about the guide's four problems and their neighbours, each with its measured cost. A finding is
// time that was seen, not a gain that is promised.

import type { Slice } from "./categorise.ts";
import { has, trait } from "./trait.ts";

export type FindingId =
  | "blocking-inference"
  | "per-item-batching"
  | "repeated-features"
  | "synchronous-logging"
  | "serialisation"
  | "garbage-collection"
  | "http"
  | "hand-over";

export interface Finding {
  readonly id: FindingId;
  readonly title: string;
  /** Time seen, in microseconds. */
  readonly costUs: number;
  /** Of the busy time of all threads. */
  readonly shareOfBusy: number;
  readonly samples: number;
  /** What exactly was counted. */
  readonly counted: string;
  /** Function with most of that time; index into the profile's functions. */
  readonly mainFunction: number;
}

interface Detector {
  readonly id: FindingId;
  readonly title: string;
  readonly counted: string;
  readonly counts: (slice: Slice, loop: Loop) => boolean;
}

/** Which threads serve HTTP. */
type Loop = (slice: Slice) => boolean;

const isInference = (slice: Slice): boolean => slice.category === "inference";
const isFeatures = (slice: Slice): boolean => slice.category === "feature extraction";

const detectors: readonly Detector[] = [
  {
    id: "blocking-inference",
    title: "event-loop-blocking inference",
    counted: "inference and feature extraction on the thread that serves HTTP",
    counts: (slice, onLoop) => (isInference(slice) || isFeatures(slice)) && onLoop(slice),
  },
  {
    id: "per-item-batching",
    title: "per-item batching",
    counted: "inference that is not in a product over many items",
    counts: (slice) => isInference(slice) && !has(slice.traits, trait.blocked),
  },
  {
    id: "repeated-features",
    title: "repeated feature extraction",
    counted: "feature extraction",
    counts: isFeatures,
  },
  {
    id: "synchronous-logging",
    title: "synchronous logging",
    counted: "logging on the thread that serves or predicts",
    counts: (slice) => slice.category === "logging",
  },
  {
    id: "serialisation",
    title: "serialisation",
    counted: "JSON and schemas",
    counts: (s) => s.category === "serialisation",
  },
  {
    id: "garbage-collection",
    title: "garbage collection",
    counted: "garbage collection",
    counts: (slice) => slice.category === "garbage collection",
  },
  { id: "http", title: "HTTP handling", counted: "HTTP and event loop", counts: (slice) => slice.category === "http" },
  {
    id: "hand-over",
    title: "worker hand-over",
    counted: "messages between threads",
    counts: (slice) => slice.category === "worker hand-over",
  },
];

/**
 * Whether a slice ran on a thread that serves HTTP: its thread has HTTP frames somewhere, and its stack is not a
 * pool's. Asynchronous code goes on without the HTTP frames that began it, so the stack alone cannot tell.
 */
function loopOf(slices: readonly Slice[]): Loop {
  const serving = new Set(slices.filter((slice) => has(slice.traits, trait.serving)).map((slice) => slice.thread));
  return (slice) => serving.has(slice.thread) && !has(slice.traits, trait.pool);
}

/** All findings with any cost, costliest first. */
export function findingsOf(slices: readonly Slice[]): readonly Finding[] {
  const onLoop = loopOf(slices);
  const busyUs = slices.reduce((sum, slice) => (slice.category === "idle" ? sum : sum + slice.selfUs), 0);
  return detectors
    .flatMap(({ counts, ...facts }) => {
      const counted = slices.filter((slice) => counts(slice, onLoop));
      const costUs = counted.reduce((sum, slice) => sum + slice.selfUs, 0);
      if (costUs === 0) return [];
      const samples = counted.reduce((sum, slice) => sum + slice.samples, 0);
      return [{ ...facts, costUs, shareOfBusy: costUs / busyUs, samples, mainFunction: costliest(counted) }];
    })
    .sort((a, b) => b.costUs - a.costUs);
}

function costliest(slices: readonly Slice[]): number {
  const byFunction = new Map<number, number>();
  for (const { fn, selfUs } of slices) byFunction.set(fn, (byFunction.get(fn) ?? 0) + selfUs);
  return [...byFunction].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}
