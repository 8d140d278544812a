// The recording: one run's file, format `tailgate.recording/1`. Types only; docs/recording.md documents every field
// and recording.schema.json is the same shape as JSON Schema. Field names carry their unit.

import type { AnswerFault, Phase } from "./metric-sample.ts";

export const RECORDING_SCHEMA = "tailgate.recording/1";

export interface Recording {
  readonly schema: typeof RECORDING_SCHEMA;
  readonly id: string;
  readonly label: string;
  readonly scenario: string;
  /** True when the run ended early (Ctrl-C, abort). */
  readonly partial: boolean;
  readonly engine: { readonly name: "k6" | "runner"; readonly version: string };
  readonly target: Target;
  readonly load: Load;
  readonly seed: number;
  readonly payload: Payload;
  /** Start of the run (warm-up included), ISO 8601 UTC. Window times count from here. */
  readonly startedAt: string;
  /** Length of the measured phase. */
  readonly durationMs: number;
  readonly warmupMs: number;
  readonly suite: Suite;
  readonly host: Host;
  readonly endpoints: readonly EndpointRecord[];
  /** The golden answers this run was held against; null when none were taken or given. */
  readonly golden: GoldenFacts | null;
  /**
   * Corpus texts that were in a failed request of the measured phase, those that failed most often first; a hundred at
   * most. Empty when no request failed; absent in recordings older than the field.
   */
  readonly failingTexts?: readonly FailingText[];
  /** One entry per second of the run. */
  readonly timeline: readonly TimelinePoint[];
  readonly generator: Generator;
  readonly service: ServiceRecord | null;
  readonly validity: Validity;
  readonly objectives: Objectives;
}

export interface Target {
  /** Without credentials, query and fragment. */
  readonly url: string;
  /** Whether the suite started its own reference service. */
  readonly embedded: boolean;
  /** The service's own word for what it is (`/health`), e.g. the reference service's profile. */
  readonly profile: string | null;
}

export interface Load {
  /** closed: users loop; open: requests arrive at a rate whatever the service does. */
  readonly model: "closed" | "open";
  readonly users: number | null;
  readonly ratePerSec: number | null;
  /** How an open load is spaced; absent: evenly, by the engine's executor. */
  readonly arrivals?: "poisson";
  /** Mean pause of a user between two requests; null in an open model. */
  readonly thinkMs: number | null;
  /** Requests of each endpoint in a round. */
  readonly mix: Readonly<Record<string, number>>;
  readonly stages: readonly Stage[];
}

/** A named part of the run, in ms since `startedAt`. */
export interface Stage {
  readonly name: string;
  readonly users: number | null;
  readonly ratePerSec: number | null;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Payload {
  /** Content hash of the text corpus. */
  readonly corpusHash: string;
  readonly texts: number;
  /** Share of requests that draw from the popular texts (0 = every text equally likely). */
  readonly repeatShare: number;
}

export interface Suite {
  readonly version: string;
  readonly gitSha: string | null;
  readonly dirty: boolean | null;
  /** Content hash of the scenario bundle. */
  readonly scriptHash: string;
}

export interface Host {
  /** Stable, anonymous hash of what identifies the machine. */
  readonly id: string;
  readonly cpuModel: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
}

/** Quantiles a sample of this size cannot carry are null, never a maximum in disguise. */
export interface LatencySummary {
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** Answers taken one request at a time. The unit of evidence is the unique input. */
export interface GoldenFacts {
  readonly takenAt: string;
  /** What the service that gave them called itself. */
  readonly profile: string | null;
  /** Whether they come from this run's own service, just before the load, or from a file. */
  readonly own: boolean;
  readonly inputs: number;
  /** Inputs that were answered differently when asked twice: never called wrong. */
  readonly unstable: number;
  /** Inputs whose golden label is the true one. */
  readonly correct: number;
}

/** One endpoint over the measured phase; `windows` also hold the warm-up. */
export interface EndpointRecord {
  readonly name: string;
  readonly method: string;
  /** Path the requests went to, e.g. /predict_batch. */
  readonly path: string;
  /** Texts a request; null when the request carries none. */
  readonly batchSize: number | null;
  readonly count: number;
  readonly failed: number;
  readonly ratePerSec: number;
  /** Texts in successful answers. */
  readonly predictions: number;
  /** Of successful requests. */
  readonly latencyMs: LatencySummary;
  /** All successful latencies of the measured phase: HdrHistogram in microseconds, compressed base64. */
  readonly hdr: string;
  readonly errors: Readonly<Record<string, number>>;
  readonly answers: AnswerRecord;
  readonly windows: readonly Window[];
}

/** Answers are counted per text, not per request. */
export interface AnswerRecord {
  readonly checked: number;
  readonly mismatched: number;
  readonly faults: Readonly<Partial<Record<AnswerFault, number>>>;
  /** Corpus ids of texts that were answered wrongly at least once, sorted; the first hundred. */
  readonly wrongInputs: readonly string[];
  readonly labelled: number;
  readonly correct: number;
}

/** The requests that held a text, as it is or made unique, by endpoint. */
export interface FailingText {
  /** Corpus id. */
  readonly input: string;
  readonly requests: Readonly<Record<string, number>>;
  /** Those of `requests` that failed; endpoints without any are left out. */
  readonly failed: Readonly<Record<string, number>>;
}

/** One second of one endpoint (and of one phase and stage, when they change within it). */
export interface Window {
  /** Whole seconds since `startedAt`, by the end of the request. */
  readonly t: number;
  readonly phase: Phase;
  readonly stage: string | null;
  readonly n: number;
  readonly failed: number;
  /** Sum of successful latencies, so that means merge exactly. */
  readonly sumMs: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
  /** Successful latencies. */
  readonly hdr: string;
}

export interface TimelinePoint {
  readonly t: number;
  /** Users (k6: VUs) at the end of this second. */
  readonly users: number | null;
  readonly dropped: number;
}

/** What the load generator knows about itself, over the measured phase. */
export interface Generator {
  /** CPU used by the generator process divided by one core's time (1 = a whole core). */
  readonly cpuFraction: number | null;
  /** 99th percentile of its event loop's lag; null where the engine has none to measure (k6). */
  readonly lagMsP99: number | null;
  /** 99th percentile of how late requests were sent after they were due; null without due times. */
  readonly sendLagMsP99: number | null;
  /** Arrivals that found no free user and were never sent. */
  readonly dropped: number;
  /** Achieved divided by intended requests; null in a closed model. */
  readonly achievedFraction: number | null;
  /** Iterations that threw. */
  readonly scriptErrors: number;
  /**
   * How long the generator's threads waited for a CPU although they had work, per request, in ms: what being starved
   * adds to a latency at most. Null (or absent) where the kernel does not say.
   */
  readonly cpuWaitMs?: number | null;
  /**
   * The longest time the generator gave no sign of life while users should have been sending, in ms: the runner's
   * largest event-loop delay, k6's longest time without a sample (it gives one a second at least). Null when unknown,
   * absent in older recordings.
   */
  readonly longestGapMs?: number | null;
  /** Share of the machine's CPU time stolen by other guests; null where the kernel does not say. */
  readonly stealFraction: number | null;
  /** Largest difference between wall and monotonic clock during the run. */
  readonly clockStepMs: number | null;
}

export interface ServiceRecord {
  /** Changes of the process start time seen during the run. */
  readonly restarts: number;
  readonly samples: readonly ServiceSample[];
}

/** One reading of the service's `/metrics`. */
export interface ServiceSample {
  readonly t: number;
  readonly rssBytes: number | null;
  /** CPU used since the previous reading divided by one core's time. */
  readonly cpuFraction: number | null;
  readonly lagMsP99: number | null;
  readonly queueDepth: number | null;
}

export interface Validity {
  readonly verdict: "valid" | "suspect" | "invalid";
  readonly reasons: readonly Reason[];
}

/** Why a measurement is not to be trusted, with what to do about it. */
export interface Reason {
  readonly rule: string;
  readonly severity: "suspect" | "invalid";
  /** What was seen, with figures. */
  readonly finding: string;
  readonly advice: string;
}

export interface Objectives {
  readonly verdict: "pass" | "fail" | "no-data";
  readonly criteria: readonly Criterion[];
}

export interface Criterion {
  readonly endpoint: string;
  readonly metric: "p95Ms" | "p99Ms" | "meanMs" | "failedFraction" | "wrongFraction" | "count" | "ratePerSec";
  /** `actual` must be at most (or at least) `limit`. */
  readonly bound: "at-most" | "below" | "at-least" | "above";
  readonly limit: number;
  readonly actual: number | null;
  readonly verdict: "pass" | "fail" | "no-data";
}
