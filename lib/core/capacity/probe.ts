// A probe: one load kept up for a while, and what came of it. The search asks for probes; who runs them is not its
// business, so the same search runs against real services and simulated ones.

import type { Reason } from "../recording.ts";

/** What a load counts. */
export type LoadUnit = "users" | "ratePerSec";

/**
 * warm-up: not judged. climb: a short window on the way up. confirm: a long run of fixed length at one load.
 * bracket: as confirm, between a confirmed and a failing load.
 */
export type ProbeKind = "warm-up" | "climb" | "confirm" | "bracket";

export interface Probe {
  readonly kind: ProbeKind;
  readonly load: number;
  /** Length of the judged part. */
  readonly durationMs: number;
}

/** The requests that ended within one block of time. */
export interface Block {
  readonly total: number;
  /** Answered rightly but later than the limit. */
  readonly slow: number;
  readonly failed: number;
}

export interface ProbeResult {
  /** Everything the probe cost, cool-down included. */
  readonly elapsedMs: number;
  readonly blocks: readonly Block[];
  /** Blocks left out because the machine stood still under the generator; absent in searches older than that. */
  readonly lostBlocks?: number;
  /** Answers with status 200 that were wrong. */
  readonly wrong: number;
  readonly ratePerSec: number;
  /** Texts in successful answers a second. */
  readonly predictionsPerSec: number;
  /** Texts for a second of CPU; null when the service could not be read, absent in searches older than that. */
  readonly predictionsPerCpuSecond?: number | null;
  /** Of successful requests, as the quantiles; null when there are too few. */
  readonly meanMs: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Endpoint with most bad requests; null when there were none. */
  readonly worstEndpoint: string | null;
  /** Other demands that the probe missed, in words; absent when the plan has none. */
  readonly missed?: readonly string[];
  /** Other demands that its sample could not show. */
  readonly unmeasured?: readonly string[];
  /** Why the probe says nothing about the service (a guard failed); empty when it does. */
  readonly voidBecause: readonly Reason[];
  /** The user wants the search to end with this probe. */
  readonly isLast?: boolean;
}
