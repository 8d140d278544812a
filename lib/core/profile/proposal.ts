// What could be done about each finding: the guide's P1-P4, micro-batching, and what else takes time in a service. For
// each, which part of the finding the load lets it reach, and what the load run shows about it.

import type { FindingId } from "./finding.ts";
import type { EndpointSeen, ProfileLoad } from "./profile.ts";

export interface Proposal {
  readonly id: string;
  readonly finding: FindingId;
  readonly title: string;
  /** The reference service's profile that makes this change alone; undefined when it has none. */
  readonly profile: string | undefined;
  readonly savesCpu: boolean;
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
    profile: "p1",
    savesCpu: false,
    reach: everything,
    evidence: (load) => blockingEvidence(load.endpoints),
    watch: "p95 of single texts and of health while batches run; requests/s at the same users",
  },
  {
    id: "P2",
    finding: "per-item-batching",
    title: "one product over all texts of a batch",
    profile: "p2",
    savesCpu: true,
    reach: batchShare,
    evidence: (load) => batchEvidence(load),
    watch: "latency of batch-25 and batch-50",
  },
  {
    id: "P3",
    finding: "repeated-features",
    title: "cache the features of texts seen before",
    profile: "p3",
    savesCpu: true,
    reach: (load) => load.repeatShare,
    evidence: (load) =>
      load.repeatShare === null ? [] : [`${percent(load.repeatShare)} of the load's requests draw from popular texts`],
    watch: "latency at the repeat share of your own traffic (REPEAT_SHARE); with none it must not be worse",
  },
  {
    id: "P4",
    finding: "synchronous-logging",
    title: "one asynchronous log line a request, at production level",
    profile: "p4",
    savesCpu: true,
    reach: everything,
    evidence: nothing,
    watch: "latency of every endpoint",
  },
  {
    id: "MB",
    finding: "per-item-batching",
    title: "micro-batching: single texts that wait go through one product",
    profile: "mb",
    savesCpu: true,
    reach: (load) => {
      const share = batchShare(load);
      return share === null ? null : 1 - share;
    },
    evidence: () => ["pays only while requests wait for each other: raise USERS until they do"],
    watch: "requests/s and p95 of single texts at high concurrency",
  },
  {
    id: "JSON",
    finding: "serialisation",
    title: "response schemas, smaller bodies",
    profile: undefined,
    savesCpu: true,
    reach: everything,
    evidence: nothing,
    watch: "latency of large batches",
  },
  {
    id: "GC",
    finding: "garbage-collection",
    title: "reuse buffers instead of allocating per request",
    profile: undefined,
    savesCpu: true,
    reach: everything,
    evidence: nothing,
    watch: "p99, and the share of garbage collection in the next profile",
  },
  {
    id: "HTTP",
    finding: "http",
    title: "fewer, larger requests; keep-alive",
    profile: undefined,
    savesCpu: true,
    reach: everything,
    evidence: nothing,
    watch: "requests/s of /health alone shows what HTTP costs here",
  },
  {
    id: "MSG",
    finding: "hand-over",
    title: "transfer buffers to workers instead of copying",
    profile: undefined,
    savesCpu: true,
    reach: everything,
    evidence: nothing,
    watch: "latency of large batches with workers on",
  },
];

/** An endpoint without texts waits as long as inference runs before it: that is blocking seen from outside. */
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

/** What a text costs alone and in a batch: nearly the same means that batching gives nothing yet. */
function batchEvidence(load: ProfileLoad): readonly string[] {
  const share = batchShare(load);
  const single = load.endpoints.find((endpoint) => endpoint.batchSize === 1);
  const batches = load.endpoints.filter((endpoint) => (endpoint.batchSize ?? 0) > 1);
  const largest = batches.reduce<EndpointSeen | undefined>(
    (a, b) => ((b.batchSize ?? 0) > (a?.batchSize ?? 0) ? b : a),
    undefined,
  );
  const lines = share === null ? [] : [`${percent(share)} of the texts came in batches`];
  if (single === undefined || largest?.batchSize == null) return lines;
  const perText = largest.meanMs / largest.batchSize;
  return [
    ...lines,
    `a text took ${single.meanMs.toFixed(1)} ms alone and ${perText.toFixed(1)} ms in a batch of ${largest.batchSize} (waiting included)`,
  ];
}
