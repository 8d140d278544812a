// The recording's one source: types (../recording.ts), JSON Schema (../recording.schema.json, written by the test
// beside this file) and with it the validator follow from here. Field names carry their unit; docs/recording.md
// documents every field. Nothing imports this at run time, so no command waits for it.

import { Type } from "typebox";
import { RECORDING_SCHEMA } from "../recording-format.ts";
import { endpointRecord, failingText } from "./endpoint-shape.ts";
import { fleetRecord } from "./fleet-shape.ts";
import { count, numberOrNull, object, orNull } from "./object.ts";
import { checkRecord, ownMetric } from "./own-metric-shape.ts";
import { criterion, objectives, validity } from "./verdict-shape.ts";

const target = object({
  /** Without credentials, query and fragment. */
  url: Type.String(),
  /** Whether the suite started its own reference service. */
  embedded: Type.Boolean(),
  /** The service's own word for what it is (`/health`), e.g. the reference service's profile. */
  profile: orNull(Type.String()),
  /** Which build it is: SERVICE_VERSION, else its own word (`/health`); absent in recordings older than the field. */
  version: Type.Optional(orNull(Type.String())),
});

/** A named part of the run, in ms since `startedAt`. */
export const stage = object({
  name: Type.String(),
  users: numberOrNull,
  ratePerSec: numberOrNull,
  fromMs: Type.Number(),
  toMs: Type.Number(),
});

export const load = object({
  /**
   * closed: users loop; open: requests arrive at a rate whatever the service does; script: what a script's own options
   * say.
   */
  model: Type.Enum(["closed", "open", "script"]),
  users: numberOrNull,
  ratePerSec: numberOrNull,
  /** How an open load is spaced; absent: evenly, by the engine's executor. */
  arrivals: Type.Optional(Type.Enum(["poisson"])),
  /** Mean pause of a user between two requests; null in an open model. */
  thinkMs: numberOrNull,
  /** Requests of each endpoint in a round; empty where a script decides. */
  mix: Type.Record(Type.String(), Type.Number({ minimum: 0 })),
  stages: Type.Array(stage),
  /** Every request carried a W3C traceparent (TRACE=1); absent: none of ours did. */
  traced: Type.Optional(Type.Literal(true)),
});

const payload = object({
  /** Content hash of the text corpus. */
  corpusHash: Type.String(),
  texts: count,
  /** Share of requests that draw from the popular texts (0 = every text equally likely). */
  repeatShare: Type.Number(),
});

/** What a script is known by, that has no seed and no corpus of ours. */
const script = object({
  name: Type.String(),
  /** Content hash of its bundle. */
  hash: Type.String(),
  /** Content hash of the options it ran with. */
  optionsHash: Type.String(),
});

export const suite = object({
  version: Type.String(),
  gitSha: orNull(Type.String()),
  dirty: orNull(Type.Boolean()),
  /** Content hash of the scenario bundle. */
  scriptHash: Type.String(),
});

export const host = object({
  /** Stable, anonymous hash of what identifies the machine. */
  id: Type.String(),
  cpuModel: Type.String(),
  cores: count,
  memoryBytes: Type.Number({ minimum: 0 }),
  kernel: Type.String(),
  node: Type.String(),
});

/** Answers taken one request at a time. The unit of evidence is the unique input. */
export const goldenFacts = object({
  takenAt: Type.String(),
  /** What the service that gave them called itself. */
  profile: orNull(Type.String()),
  /** Whether they come from this run's own service, just before the load, or from a file. */
  own: Type.Boolean(),
  inputs: count,
  /** Inputs that were answered differently when asked twice: never called wrong. */
  unstable: count,
  /** Inputs whose golden answer is the right one. */
  correct: count,
  /**
   * Whether answers can be right or wrong at all: `another` where no answer says any of the words that the data expects,
   * so that accuracy is not measured; `unknown` where nothing is expected. Absent: they can.
   */
  vocabulary: Type.Optional(Type.Enum(["another", "unknown"])),
  /** Inputs whose right answer is known; absent: all of them. */
  known: Type.Optional(count),
});

export const timelinePoint = object({
  t: count,
  /** Users (k6: VUs) at the end of this second. */
  users: numberOrNull,
  dropped: count,
});

/** What the load generator knows about itself, over the measured phase. */
export const generator = object({
  /** CPU used by the generator process divided by one core's time (1 = a whole core). */
  cpuFraction: numberOrNull,
  /** 99th percentile of its event loop's lag; null where the engine has none to measure (k6). */
  lagMsP99: numberOrNull,
  /** 99th percentile of how late requests were sent after they were due; null without due times. */
  sendLagMsP99: numberOrNull,
  /** Arrivals that found no free user and were never sent. */
  dropped: count,
  /** Achieved divided by intended requests; null in a closed model. */
  achievedFraction: numberOrNull,
  /** Iterations that threw. */
  scriptErrors: count,
  /**
   * How long the generator's threads waited for a CPU although they had work, per request, in ms: what being starved
   * adds to a latency at most. Null (or absent) where the kernel does not say.
   */
  cpuWaitMs: Type.Optional(numberOrNull),
  /**
   * The longest time the generator gave no sign of life while users should have been sending, in ms: the runner's
   * largest event-loop delay, k6's longest time without a sample (it gives one a second at least). Null when unknown,
   * absent in older recordings.
   */
  longestGapMs: Type.Optional(numberOrNull),
  /** Share of the machine's CPU time stolen by other guests; null where the kernel does not say. */
  stealFraction: numberOrNull,
  /** Largest difference between wall and monotonic clock during the run. */
  clockStepMs: numberOrNull,
});

/** One reading of the service's `/metrics`. */
export const serviceSample = object({
  t: Type.Number(),
  rssBytes: numberOrNull,
  /** CPU used since the previous reading divided by one core's time. */
  cpuFraction: numberOrNull,
  lagMsP99: numberOrNull,
  queueDepth: numberOrNull,
});

export const serviceRecord = object({
  /** Changes of the process start time seen during the run. */
  restarts: count,
  samples: Type.Array(serviceSample),
});

/** What the service used over the measured phase. Its GPU, where it has one, is not in it. */
export const cost = object({
  /** processes: read from the process tree that the suite started; metrics: what the service says of itself. */
  source: Type.Enum(["processes", "metrics"]),
  /** User and system CPU time of all its processes. */
  cpuSeconds: Type.Number({ minimum: 0 }),
  /** How far that may be off: the clock's ticks of 10 ms, and how far the readings lie from the edges of the phase. */
  uncertaintySeconds: Type.Number({ minimum: 0 }),
  /** Largest resident memory, summed over its processes; null when not known. */
  rssBytes: numberOrNull,
});

const fields = {
  schema: Type.Literal(RECORDING_SCHEMA),
  id: Type.String(),
  label: Type.String(),
  scenario: Type.String(),
  /** True for a probe of a search for capacity; absent otherwise. */
  probe: Type.Optional(Type.Literal(true)),
  /** True when the run ended early (Ctrl-C, abort). */
  partial: Type.Boolean(),
  engine: object({ name: Type.Enum(["k6", "runner"]), version: Type.String() }),
  target,
  load,
  /** With `payload`: what makes a scenario's requests the same. Null for a script that sends what it likes. */
  seed: orNull(Type.Integer()),
  payload: orNull(payload),
  /** The script that was run as it is; null for a scenario. */
  script: orNull(script),
  /** What is counted as work done, in one word of the singular (`prediction`); null when nothing is. */
  item: orNull(Type.String()),
  /** Start of the run (warm-up included), ISO 8601 UTC. Window times count from here. */
  startedAt: Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d" }),
  /** Length of the measured phase. */
  durationMs: Type.Number({ minimum: 0 }),
  warmupMs: Type.Number({ minimum: 0 }),
  suite,
  host,
  endpoints: Type.Array(endpointRecord),
  /** The metrics the script made, in order of their first sample. */
  metrics: Type.Array(ownMetric),
  checks: Type.Array(checkRecord),
  /** The golden answers this run was held against; null when none were taken or given. */
  golden: orNull(goldenFacts),
  /**
   * Corpus texts that were in a failed request of the measured phase, those that failed most often first; a hundred at
   * most. Empty when no request failed; absent in recordings older than the field.
   */
  failingTexts: Type.Optional(Type.Array(failingText)),
  /** One entry per second of the run. */
  timeline: Type.Array(timelinePoint),
  generator,
  /** The processes that this recording was merged from; absent when one process made the load. */
  fleet: Type.Optional(fleetRecord),
  service: orNull(serviceRecord),
  /** Null where neither its processes nor its metrics could be read; absent in recordings older than the field. */
  cost: Type.Optional(orNull(cost)),
  validity,
  objectives,
  /** What the service is meant to reach, measured; never a verdict. Absent where nobody said. */
  targets: Type.Optional(Type.Array(criterion)),
};

export const recording = Type.Object(fields, {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: RECORDING_SCHEMA,
  title: "Tailgate recording, version 2",
  description: "One load-test run. docs/recording.md documents every field.",
  additionalProperties: false,
});
