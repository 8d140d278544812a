// The guide's optimisations as experiments: which load shows what each promises, and which profiles run under it. All
// profiles of an experiment run under the same load; each claim compares two that differ in one thing.

import type { Claim } from "../../lib/core/optimise/optimised.ts";

/** A load under which several profiles of the reference service are measured in turn. */
export interface Experiment {
  readonly name: string;
  readonly describes: string;
  /** The load, as variables of the baseline scenario. */
  readonly variables: Readonly<Record<string, string>>;
  readonly profiles: readonly string[];
  /** Requests a run must make at least, however slow the machine; absent where the load has a rate of its own. */
  readonly leastRequests?: number;
}

/** One user, so that nothing queues and a batch's own cost is seen. */
const ALONE = { USERS: "1", THINK_TIME: "0s", RATE: "" };

export const experiments: readonly Experiment[] = [
  {
    name: "saturated",
    describes: "16 users, single texts, no pause",
    variables: { USERS: "16", THINK_TIME: "0s", RATE: "", MIX: "predict:1", WARMUP: "2s", DURATION: "5s" },
    profiles: ["baseline", "p1", "p1234", "optimised"],
    leastRequests: 200,
  },
  {
    name: "mixed",
    // Long enough for the 200 single texts of which a p95 can be compared.
    describes: "20 single texts, 3 batches of 50 and 20 health checks a second",
    variables: { RATE: "43", MIX: "predict:20,batch-50:3,health:20", WARMUP: "2s", DURATION: "11s" },
    profiles: ["baseline", "p1"],
  },
  {
    name: "batches",
    describes: "one user, batches of 50",
    variables: { ...ALONE, MIX: "batch-50:1", REPEAT_SHARE: "1", WARMUP: "3s", DURATION: "4s" },
    profiles: ["baseline", "p2", "p3", "p4"],
    // Twice what a median needs to be compared.
    leastRequests: 40,
  },
];

export const claims: readonly Claim[] = [
  {
    phase: "P1 worker threads",
    what: "throughput of single texts",
    experiment: "saturated",
    from: "baseline",
    to: "p1",
    endpoint: "all",
    metric: "ratePerSec",
    expected: "3-5x throughput",
    least: 2,
    otherwise: "",
    byThreads: true,
  },
  {
    phase: "P1 worker threads",
    what: "single texts beside batches, p95",
    experiment: "mixed",
    from: "baseline",
    to: "p1",
    endpoint: "predict",
    metric: "p95Ms",
    expected: null,
    least: null,
    otherwise: "",
  },
  {
    phase: "P2 vectorised batches",
    what: "batch of 50, p50",
    experiment: "batches",
    from: "baseline",
    to: "p2",
    endpoint: "batch-50",
    metric: "p50Ms",
    expected: "40-60 % less latency",
    least: 0.4,
    otherwise: "feature extraction, which is not vectorised, is a larger part of the work here",
  },
  {
    phase: "P3 feature cache",
    what: "batch of 50 known texts, p50",
    experiment: "batches",
    from: "baseline",
    to: "p3",
    endpoint: "batch-50",
    metric: "p50Ms",
    expected: "20-30 % less latency",
    least: 0.2,
    otherwise: "extracting features is a small part of the work on texts of this length; on longer ones it is more",
  },
  {
    phase: "P4 quiet log",
    what: "batch of 50, p50",
    experiment: "batches",
    from: "baseline",
    to: "p4",
    endpoint: "batch-50",
    metric: "p50Ms",
    expected: "5-10 % less latency",
    least: 0.05,
    otherwise: "three log lines a text cost little beside the inference of that text",
  },
  {
    phase: "P1-P4 together",
    what: "throughput of single texts",
    experiment: "saturated",
    from: "baseline",
    to: "p1234",
    endpoint: "all",
    metric: "ratePerSec",
    expected: "3-5x throughput",
    least: 2,
    otherwise: "P2 acts on batches only",
    byThreads: true,
  },
  {
    phase: "micro-batching (not one of the four)",
    what: "throughput of single texts, on top of P1-P4",
    experiment: "saturated",
    from: "p1234",
    to: "optimised",
    endpoint: "all",
    metric: "ratePerSec",
    expected: null,
    least: null,
    otherwise: "",
  },
];
