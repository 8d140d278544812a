// What could be done about each finding: the guide's P1-P4, micro-batching, and what else takes time in a service. For
// each, which part of the finding the load lets it reach, and what the load run shows about it.

import type { FindingId } from "./finding.ts";
import type { EndpointSeen, ProfileLoad } from "./profile.ts";

/** What each profile of the reference service has, fewest changes first. */
const referenceProfiles: readonly (readonly [name: string, changes: readonly string[]])[] = [
  ["baseline", []],
  ["p1", ["P1"]],
  ["p2", ["P2"]],
  ["p3", ["P3"]],
  ["p4", ["P4"]],
  ["mb", ["P1", "MB"]],
  ["p1234", ["P1", "P2", "P3", "P4"]],
  ["optimised", ["P1", "P2", "P3", "P4", "MB"]],
];

/** The nearest profile of the reference service that has what `from` has and a change besides; undefined when none. */
export function profileWith(from: string, change: string): string | undefined {
  const present = referenceProfiles.find(([name]) => name === from)?.[1];
  if (present === undefined || present.includes(change)) return undefined;
  const wanted = [...present, change];
  return referenceProfiles.find(([, changes]) => wanted.every((each) => changes.includes(each)))?.[0];
}

export type Saving = "all" | "part" | "waiting";

export interface Proposal {
  readonly id: string;
  readonly finding: FindingId;
  readonly title: string;
  /** What it saves of the time it reaches: all of it, a part (the work stays but gets cheaper), or only waiting. */
  readonly saves: Saving;
  readonly reach: (load: ProfileLoad) => number | null;
  readonly evidence: (load: ProfileLoad) => readonly string[];
  /** What to look at in the comparison. */
  readonly watch: string;
}

const batchShare = ({ texts, batchTexts }: ProfileLoad): number | null =>
  texts === null || batchTexts === null || texts === 0 ? null : batchTexts / texts;

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

const everything = (): number => 1;
const nothing = (): readonly string[] => [];

export const proposals: readonly Proposal[] = [
  {
    id: "P1",
    finding: "blocking-inference",
    title: "move inference off the event loop, to worker threads",
    saves: "waiting",
    reach: everything,
    evidence: (load) => blockingEvidence(load.endpoints),
    watch: "p95 of single rows and of health while batches run; requests/s at the same users",
  },
  {
    id: "P2",
    finding: "per-item-batching",
    title: "one product over all rows of a batch",
    saves: "part",
    reach: batchShare,
    evidence: (load) => batchEvidence(load),
    watch: "latency of the large batches",
  },
  {
    id: "P3",
    finding: "repeated-features",
    title: "cache the features of rows seen before",
    saves: "all",
    reach: (load) => load.repeatShare,
    evidence: (load) =>
      load.repeatShare === null ? [] : [`${percent(load.repeatShare)} of the load's requests draw from popular rows`],
    watch: "latency at the repeat share of your own traffic (REPEAT_SHARE); with none it must not be worse",
  },
  {
    id: "P4",
    finding: "synchronous-logging",
    title: "one asynchronous log line a request, at production level",
    saves: "all",
    reach: everything,
    evidence: nothing,
    watch: "latency of every endpoint",
  },
  {
    id: "MB",
    finding: "per-item-batching",
    title: "micro-batching: single rows that wait go through one product",
    saves: "part",
    reach: (load) => {
      const share = batchShare(load);
      return share === null ? null : 1 - share;
    },
    evidence: () => ["pays only while requests wait for each other: raise USERS until they do"],
    watch: "requests/s and p95 of single rows at high concurrency",
  },
  {
    id: "JSON",
    finding: "serialisation",
    title: "response schemas, smaller bodies",
    saves: "all",
    reach: everything,
    evidence: nothing,
    watch: "latency of large batches",
  },
  {
    id: "GC",
    finding: "garbage-collection",
    title: "reuse buffers instead of allocating per request",
    saves: "all",
    reach: everything,
    evidence: nothing,
    watch: "p99, and the share of garbage collection in the next profile",
  },
  {
    id: "HTTP",
    finding: "http",
    title: "fewer, larger requests; keep-alive",
    saves: "all",
    reach: everything,
    evidence: nothing,
    watch: "requests/s of /health alone, which is what HTTP costs here",
  },
  {
    id: "MSG",
    finding: "hand-over",
    title: "transfer buffers to workers instead of copying",
    saves: "all",
    reach: everything,
    evidence: nothing,
    watch: "latency of large batches with workers on",
  },
];

/** An endpoint without rows waits as long as inference runs before it: that is blocking seen from outside. */
function blockingEvidence(endpoints: readonly EndpointSeen[]): readonly string[] {
  const plain = endpoints.find((endpoint) => endpoint.batchSize === null);
  const largest = endpoints.reduce<EndpointSeen | undefined>(
    (a, b) => ((b.batchSize ?? 0) > (a?.batchSize ?? 0) ? b : a),
    undefined,
  );
  if (plain === undefined) return [];
  const beside = largest === undefined ? "" : ` beside ${largest.name} (mean ${largest.meanMs.toFixed(1)} ms)`;
  return [
    `${plain.name} took ${plain.meanMs.toFixed(1)} ms on average and up to ${plain.maxMs.toFixed(0)} ms${beside}`,
  ];
}

/** What each further row adds to a batch: where batches give nothing, as much as a row costs. */
function batchEvidence(load: ProfileLoad): readonly string[] {
  const share = batchShare(load);
  const batches = load.endpoints
    .filter((endpoint) => (endpoint.batchSize ?? 0) > 1)
    .sort((a, b) => (a.batchSize ?? 0) - (b.batchSize ?? 0));
  const [small, large] = [batches[0], batches.at(-1)];
  const lines = share === null ? [] : [`${percent(share)} of the rows came in batches`];
  if (small?.batchSize == null || large?.batchSize == null || small.batchSize === large.batchSize) return lines;
  const perText = (large.meanMs - small.meanMs) / (large.batchSize - small.batchSize);
  return [
    ...lines,
    `from ${small.name} to ${large.name} each further row added ${perText.toFixed(1)} ms to the answer`,
  ];
}
