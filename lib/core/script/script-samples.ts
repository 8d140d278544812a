// Reads the samples of somebody else's script as if it were one of ours: says of each which endpoint, phase and stage it
// belongs to, by its tags and its time. Nothing in the script has to know.

import { metric, type Phase, type SampleSink, type Tags, tag } from "../metric-sample.ts";
import type { Role, Stage } from "../recording.ts";
import { requestName } from "./request-name.ts";

/** Endpoints told apart; what comes after them is one. */
export const MOST_ENDPOINTS = 100;
export const OTHERS = "others";

/** Without what may be secret in a URL: user, path and query. */
const ORIGIN = /^https?:\/\/[^/?#@]+(?=[/?#]|$)/;
const MOST_ORIGINS = 5;

export interface ScriptPhases {
  /** What is sent in this time from the scenarios' start on is not judged. */
  readonly warmupMs: number;
  /** In ms since the scenarios' start. */
  readonly stages: readonly Stage[];
}

/** setup() and teardown() belong to no scenario: what they send is not load. */
const isLoad = (tags: Tags): boolean => tags.scenario !== undefined;

/** Metrics of the run as a whole, which carry no tags of a scenario. */
const OF_THE_RUN: ReadonlySet<string> = new Set(["vus", "vus_max", "dropped_iterations"]);

/** When what a sample is about began, as near as the sample tells. */
const begin = (name: string, timeMs: number, value: number): number =>
  name === "http_req_duration" || name === "iteration_duration" || name === "group_duration" ? timeMs - value : timeMs;

/** What a process of a fleet counted. */
export type SeenElsewhere = Pick<ScriptSamples, "iterations" | "lastMs" | "others" | "outside"> & {
  readonly origins: Iterable<string>;
};

export class ScriptSamples {
  readonly #sink: SampleSink;
  readonly #onMeasured: SampleSink;
  readonly #phases: ScriptPhases;
  readonly #names = new Set<string>();
  readonly #ofTags = new WeakMap<Tags, string>();
  readonly #derived = new WeakMap<Tags, Map<string, Tags>>();
  /** The endpoint each user asked last: what its next checks are about. */
  readonly #lastOf = new Map<string, string>();
  #startedAtMs: number | undefined;
  #lastMs = 0;
  /** Requests of endpoints beyond the most that are told apart. */
  others = 0;
  /** Iterations that ended in the measured phase. */
  iterations = 0;
  /** Requests that setup and teardown sent. */
  outside = 0;
  /** Scheme, host and port of requests. */
  readonly origins = new Set<string>();

  /**
   * @param sink takes every sample of the load with its endpoint, phase and stage as tags
   * @param onMeasured takes those of the measured phase as the script sent them
   */
  constructor(phases: ScriptPhases, sink: SampleSink, onMeasured: SampleSink) {
    this.#phases = phases;
    this.#sink = sink;
    this.#onMeasured = onMeasured;
  }

  readonly add: SampleSink = (name, timeMs, value, tags) => {
    if (name === metric.started) {
      this.#start(value);
      return;
    }
    if (OF_THE_RUN.has(name)) {
      // Before the scenarios there are no users to tell of.
      if (this.#startedAtMs !== undefined) this.#pass(name, timeMs, value, tags, undefined);
      return;
    }
    if (!isLoad(tags)) {
      if (name === "http_reqs") this.outside += 1;
      return;
    }
    if (this.#startedAtMs === undefined) this.#start(begin(name, timeMs, value));
    this.#pass(name, timeMs, value, tags, this.#endpointOf(name, tags));
  };

  /** When the newest sample of a scenario ended, in ms since the scenarios' start; 0 without any. */
  get lastMs(): number {
    return this.#lastMs;
  }

  /** Adds what another process saw of the same run. */
  absorb({ iterations, lastMs, others, outside, origins }: SeenElsewhere): void {
    this.iterations += iterations;
    this.others += others;
    this.outside += outside;
    this.#lastMs = Math.max(this.#lastMs, lastMs);
    for (const origin of origins) if (this.origins.size < MOST_ORIGINS) this.origins.add(origin);
  }

  #start(atMs: number): void {
    if (this.#startedAtMs !== undefined) return;
    this.#startedAtMs = atMs;
    this.#sink(metric.started, atMs, atMs, {});
  }

  #pass(name: string, timeMs: number, value: number, tags: Tags, endpoint: string | undefined): void {
    const sinceMs = timeMs - (this.#startedAtMs ?? timeMs);
    const phase: Phase = sinceMs < this.#phases.warmupMs ? "warmup" : "measure";
    if (isLoad(tags)) this.#lastMs = Math.max(this.#lastMs, sinceMs);
    if (phase === "measure") {
      if (name === "iterations") this.iterations += value;
      if (name === "http_reqs" && endpoint === OTHERS) this.others += 1;
      this.#onMeasured(name, timeMs, value, tags);
    }
    this.#sink(name, timeMs, value, this.#tagsWith(tags, endpoint, phase, this.#stageAt(sinceMs)));
  }

  #endpointOf(name: string, tags: Tags): string | undefined {
    const user = tags.vu ?? "";
    if (!name.startsWith("http_req")) return name === "checks" ? this.#lastOf.get(user) : undefined;
    const endpoint = this.#named(tags);
    if (endpoint !== undefined) this.#lastOf.set(user, endpoint);
    return endpoint;
  }

  #named(tags: Tags): string | undefined {
    const known = this.#ofTags.get(tags);
    if (known !== undefined) return known;
    const name = requestName(tags);
    if (name === undefined) return undefined;
    const origin = ORIGIN.exec(tags.url ?? "")?.[0];
    if (origin !== undefined && this.origins.size < MOST_ORIGINS) this.origins.add(origin);
    if (!this.#names.has(name) && this.#names.size < MOST_ENDPOINTS) this.#names.add(name);
    const endpoint = this.#names.has(name) ? name : OTHERS;
    this.#ofTags.set(tags, endpoint);
    return endpoint;
  }

  /** The last one keeps what ends late. */
  #stageAt(sinceMs: number): Stage | undefined {
    const { stages } = this.#phases;
    return stages.find((s) => sinceMs < s.toMs) ?? stages.at(-1);
  }

  #tagsWith(tags: Tags, endpoint: string | undefined, phase: Phase, stage: Stage | undefined): Tags {
    const key = `${phase}\n${stage?.fromMs ?? ""}\n${endpoint ?? ""}`;
    const known = this.#derived.get(tags)?.get(key);
    if (known !== undefined) return known;
    const { vu: _, ...own } = tags;
    const made: Tags = {
      ...own,
      [tag.phase]: phase,
      ...(endpoint === undefined ? {} : { [tag.endpoint]: endpoint, [tag.role]: role, name: pathOf(endpoint) }),
      ...(stage === undefined ? {} : { [tag.stage]: stage.name }),
    };
    const all = this.#derived.get(tags) ?? new Map<string, Tags>();
    this.#derived.set(tags, all.set(key, made));
    return made;
  }
}

/** Nobody says which of a script's requests are its service's work, so all are. */
const role: Role = "inference";

/** `GET /users/{n}` names its path; a name of the script's own does not. */
const pathOf = (endpoint: string): string => /^[A-Z]+ (\/.*)$/.exec(endpoint)?.[1] ?? endpoint;
