// What `tailgate optimise` found: claims held against the guide, figures beside a load, and load points.

import type { MetricRow } from "../compare/model.ts";
import type { EndpointRecord } from "../recording.ts";
import type { ThreadLimit } from "./thread-limit.ts";

/** A promise, and where it is looked for. */
export interface Claim {
  readonly phase: string;
  readonly what: string;
  readonly experiment: string;
  /** Profile without and with it. */
  readonly from: string;
  readonly to: string;
  /** `all` for throughput, which is of every endpoint together. */
  readonly endpoint: string;
  readonly metric: "p50Ms" | "p95Ms" | "ratePerSec";
  /** As the guide words it; null for what is none of its four. */
  readonly expected: string | null;
  /** The guide's least gain: a reduction of latency as a fraction, or a rise of throughput as a fraction. */
  readonly least: number | null;
  /** Why this service may not show it; said only when it was measured and does not. */
  readonly otherwise: string;
  /** Whether it is threads that would give it: then the machine's parallel headroom is its limit. */
  readonly byThreads?: boolean;
}

export interface ClaimResult {
  readonly claim: Claim;
  readonly row: MetricRow | null;
  /**
   * Against the guide's least: `reached` by the whole interval, `in part` by some of it, `not reached` by none of it,
   * though it is better; `added`: it is better, and the guide promises nothing. `not measured`: no row, or no interval.
   */
  readonly verdict: "reached" | "in part" | "not reached" | "regressed" | "within noise" | "not measured" | "added";
}

export interface LoadPoint {
  readonly profile: string;
  readonly scale: number;
}

export interface LoadPointResult extends LoadPoint {
  readonly ratePerSec: number;
  readonly single: EndpointRecord | undefined;
  readonly batch: EndpointRecord | undefined;
  readonly dropped: number;
  readonly holds: boolean;
}

export interface Optimised {
  readonly claims: readonly ClaimResult[];
  /** Single texts and health checks beside batches, over all runs of a profile. */
  readonly mixed: readonly {
    readonly profile: string;
    readonly singleP95Ms: number | null;
    readonly healthP99Ms: number | null;
  }[];
  readonly loadPoints: readonly LoadPointResult[];
  /** What threads can give here under the load without pauses; null when none of it was measured. */
  readonly threads: ThreadLimit | null;
  readonly interrupted: boolean;
  readonly seed: number;
}
