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
  readonly counts: (slice: Slice, whole: Whole) => boolean;
}

/** What can only be seen in the whole profile. */
interface Whole {
  /** Whether a slice ran on a thread that serves HTTP. */
  readonly onLoop: (slice: Slice) => boolean;
  /** Whether most inference is in products over many items. */
  readonly vectorised: boolean;
}

const isInference = (slice: Slice): boolean => slice.category === "inference";
const isFeatures = (slice: Slice): boolean => slice.category === "feature extraction";

const detectors: readonly Detector[] = [
  {
    id: "blocking-inference",
    title: "event-loop-blocking inference",
    counted: "inference and feature extraction on the thread that serves HTTP",
    counts: (slice, { onLoop }) => (isInference(slice) || isFeatures(slice)) && onLoop(slice),
  },
  {
    id: "per-item-batching",
    title: "per-item batching",
    counted: "inference that is not in a product over many items",
    counts: (slice, { vectorised }) =>
      isInference(slice) && !has(slice.traits, trait.blocked) && (!vectorised || has(slice.traits, trait.perItem)),
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
 * A thread serves HTTP when it has HTTP frames somewhere, and a stack of it is on the loop unless it is a pool's.
 * Asynchronous code goes on without the HTTP frames that began it, so the stack alone cannot tell.
 */
function wholeOf(slices: readonly Slice[]): Whole {
  const serving = new Set(slices.filter((slice) => has(slice.traits, trait.serving)).map((slice) => slice.thread));
  const inference = slices.filter(isInference);
  return {
    onLoop: (slice) => serving.has(slice.thread) && !has(slice.traits, trait.pool),
    vectorised: time(inference.filter((slice) => has(slice.traits, trait.blocked))) > time(inference) / 2,
  };
}

const time = (slices: readonly Slice[]): number => slices.reduce((sum, slice) => sum + slice.selfUs, 0);

/** All findings with any cost, costliest first. */
export function findingsOf(slices: readonly Slice[]): readonly Finding[] {
  const whole = wholeOf(slices);
  const busyUs = time(slices.filter((slice) => slice.category !== "idle"));
  return detectors
    .flatMap(({ counts, ...facts }) => {
      const counted = slices.filter((slice) => counts(slice, whole));
      const costUs = time(counted);
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
