// The fold from k6 metric samples to a recording's endpoints and timeline: the same for both engines.
// Requests without an endpoint tag (setup, teardown, foreign scripts' requests) are not judged and not kept.

import { errorKind } from "../error-kind.ts";
import { LatencyHistogram } from "../histogram.ts";
import { metric, type Phase, type SampleSink, type Tags, tag } from "../metric-sample.ts";
import { isOwnMetric, type MetricKind } from "../metrics/engine-metrics.ts";
import type { CheckRecord, EndpointRecord, OwnMetric, Role, TimelinePoint } from "../recording.ts";
import { CheckFold } from "./check-fold.ts";
import { type EndpointDelta, EndpointFold } from "./endpoint-fold.ts";
import type { AskedEndpoint } from "./failing-texts.ts";
import { type MetricDelta, MetricFold } from "./metric-fold.ts";
import type { Second } from "./second.ts";
import { TimelineFold } from "./timeline-fold.ts";

/** What one thread saw since it last reported. */
export interface FoldDelta {
  readonly endpoints: readonly EndpointDelta[];
  readonly metrics: readonly MetricDelta[];
  readonly checks: readonly CheckRecord[];
  readonly timeline: readonly TimelinePoint[];
  readonly sendLag: string;
  readonly scriptErrors: number;
}

export interface FoldResult {
  /** Start of the run, ms since 1970; undefined when nothing was seen. */
  readonly startedAtMs: number | undefined;
  readonly endpoints: readonly EndpointRecord[];
  readonly metrics: readonly OwnMetric[];
  readonly checks: readonly CheckRecord[];
  readonly timeline: readonly TimelinePoint[];
  readonly dropped: number;
  readonly scriptErrors: number;
  readonly sendLagMsP99: number | null;
}

/** Where samples with one set of tags go; the second is kept while its time lasts. */
interface Route {
  readonly fold: EndpointFold | undefined;
  readonly phase: Phase;
  readonly stage: string | null;
  readonly success: boolean;
  second: Second | undefined;
}

const roles: readonly string[] = ["inference", "health", "other"] satisfies Role[];
const isRole = (x: string | undefined): x is Role => x !== undefined && roles.includes(x);

/** Metrics of a script whose engine does not say what they are, as while k6 still runs. */
const UNKNOWN_KIND: MetricKind = { type: "trend", time: false };

const endpointFacts = (name: string, tags: Tags): EndpointFold["facts"] => {
  const rows = Number(tags[tag.rows] ?? Number.NaN);
  const carriesRows = Number.isInteger(rows);
  const role = tags[tag.role];
  return {
    name,
    role: isRole(role) ? role : carriesRows ? "inference" : "other",
    method: tags.method ?? "",
    path: tags.name ?? tags.url ?? "",
    rows: carriesRows ? rows : null,
  };
};

export class RecordingFold {
  readonly #timeline: TimelineFold;
  readonly #endpoints = new Map<string, EndpointFold>();
  readonly #routes = new WeakMap<Tags, Route>();
  readonly #metrics = new Map<string, MetricFold>();
  readonly #checks = new CheckFold();
  readonly #sendLag = new LatencyHistogram();
  #scriptErrors = 0;

  /**
   * @param startedAtMs start of the run (ms since 1970), from which window times count; when undefined, what the
   *   scenario says (`metric.started`), or else the time of the first sample
   */
  constructor(startedAtMs?: number) {
    this.#timeline = new TimelineFold(startedAtMs);
  }

  readonly add: SampleSink = (name, timeMs, value, tags) => {
    switch (name) {
      case "http_req_duration":
        this.#addRequest(timeMs, value, tags);
        return;
      case "vus":
      case "dropped_iterations":
        this.#timeline.add(name, timeMs, value);
        return;
      case metric.checked:
      case metric.wrong:
      case metric.labelled:
      case metric.correct:
        if (tags[tag.phase] === "measure") this.#route(tags).fold?.answers.add(name, value, tags);
        return;
      case metric.request:
        if (tags[tag.phase] === "measure") this.#route(tags).fold?.requests.add(value, tags[tag.failed] === "true");
        return;
      case metric.traced:
        this.#addTraced(timeMs, value, tags);
        return;
      case metric.started:
        this.#timeline.start(value);
        return;
      case metric.scriptError:
        this.#scriptErrors += value;
        return;
      case metric.sendLag:
        if (tags[tag.phase] !== "warmup") this.#sendLag.record(value);
        return;
      case "checks":
        this.#addCheck(value, tags);
        return;
      default:
        if (isOwnMetric(name)) this.#addOwn(name, timeMs, value, tags);
    }
  };

  absorb(delta: FoldDelta): void {
    for (const e of delta.endpoints) this.#endpoint(e.facts.name, e.facts).absorb(e);
    for (const m of delta.metrics) this.#metric(m.name).absorb(m);
    this.#checks.absorb(delta.checks);
    this.#timeline.absorb(delta.timeline);
    this.#sendLag.merge(LatencyHistogram.decode(delta.sendLag));
    this.#scriptErrors += delta.scriptErrors;
  }

  /** Everything since the last call, which is then forgotten here. */
  drain(): FoldDelta {
    const delta: FoldDelta = {
      endpoints: [...this.#endpoints.values()].map((e) => e.drain()),
      metrics: [...this.#metrics.values()].map((m) => m.drain()),
      checks: this.#checks.drain(),
      timeline: this.#timeline.drain(),
      sendLag: this.#sendLag.encode(),
      scriptErrors: this.#scriptErrors,
    };
    this.#sendLag.reset();
    this.#scriptErrors = 0;
    return delta;
  }

  /** Seconds still open, by endpoint: what a progress line shows. */
  openSeconds(): ReadonlyMap<string, readonly Second[]> {
    return new Map([...this.#endpoints].map(([name, fold]) => [name, fold.openSeconds()]));
  }

  /** The numbers of the measured requests that carried texts, by endpoint. */
  asked(): readonly AskedEndpoint[] {
    return [...this.#endpoints.values()].flatMap(({ facts: { name, rows }, requests }) =>
      rows === null ? [] : [{ name, texts: rows, requests }],
    );
  }

  /** When the newest request of the measured phase ended, in ms since the start, to the second; 0 without any. */
  lastMeasuredMs(): number {
    return Math.max(0, ...[...this.#endpoints.values()].map((e) => e.lastMeasuredMs));
  }

  /** Start of the run (ms since 1970), from which its seconds count; undefined before the first sample. */
  startedAtMs(): number | undefined {
    return this.#timeline.startedAtMs;
  }

  /** Users at the newest second that has any. */
  users(): number | null {
    return this.#timeline.points().findLast((p) => p.users !== null)?.users ?? null;
  }

  /**
   * @param measuredMs length of the measured phase, for rates
   * @param kinds what the script's own metrics are, by name
   */
  close(measuredMs: number, kinds: ReadonlyMap<string, MetricKind> = new Map()): FoldResult {
    this.#timeline.startBy(undefined);
    const timeline = this.#timeline.points();
    return {
      startedAtMs: this.#timeline.startedAtMs,
      endpoints: [...this.#endpoints.values()].map((e) => e.close(measuredMs)),
      metrics: [...this.#metrics.values()].map((m) => m.close(kinds.get(m.name) ?? UNKNOWN_KIND)),
      checks: this.#checks.close(),
      timeline,
      dropped: timeline.reduce((sum, p) => sum + p.dropped, 0),
      scriptErrors: this.#scriptErrors,
      sendLagMsP99: this.#sendLag.quantileMs(0.99) ?? null,
    };
  }

  #addRequest(timeMs: number, latencyMs: number, tags: Tags): void {
    const route = this.#route(tags);
    if (route.fold === undefined) return;
    if (route.fold.facts.method === "") route.fold.facts = endpointFacts(route.fold.facts.name, tags);
    const t = this.#timeline.secondOf(timeMs);
    if (route.second === undefined || route.second.t !== t || route.second.packed) {
      route.second = route.fold.second(t, route.phase, route.stage);
    }
    if (route.success) route.fold.addSuccess(route.second, latencyMs);
    else route.fold.addFailure(route.second, errorKind(tags));
  }

  #addTraced(timeMs: number, ms: number, tags: Tags): void {
    if (tags[tag.phase] !== "measure") return;
    // Each has tags of its own: nothing to remember.
    const name = tags[tag.endpoint];
    if (name === undefined) return;
    const atMs = this.#timeline.sinceStart(timeMs);
    this.#endpoint(name, endpointFacts(name, tags)).traces.add(atMs, ms, tags);
  }

  #route(tags: Tags): Route {
    const known = this.#routes.get(tags);
    if (known !== undefined) return known;
    const name = tags[tag.endpoint];
    const route: Route = {
      fold: name === undefined ? undefined : this.#endpoint(name, endpointFacts(name, tags)),
      phase: tags[tag.phase] === "warmup" ? "warmup" : "measure",
      stage: tags[tag.stage] ?? null,
      success: tags.expected_response !== "false",
      second: undefined,
    };
    this.#routes.set(tags, route);
    return route;
  }

  #addOwn(name: string, timeMs: number, value: number, tags: Tags): void {
    const phase = tags[tag.phase] === "warmup" ? "warmup" : "measure";
    this.#metric(name).add(this.#timeline.secondOf(timeMs), phase, tags[tag.stage] ?? null, value, timeMs);
  }

  #addCheck(value: number, tags: Tags): void {
    if (tags[tag.phase] === "warmup" || tags.check === undefined) return;
    const passed = value === 0 ? 0 : 1;
    this.#checks.add(tags.check, tags[tag.endpoint] ?? null, passed, 1 - passed);
  }

  #metric(name: string): MetricFold {
    const known = this.#metrics.get(name);
    if (known !== undefined) return known;
    const fold = new MetricFold(name);
    this.#metrics.set(name, fold);
    return fold;
  }

  #endpoint(name: string, facts: EndpointFold["facts"]): EndpointFold {
    const known = this.#endpoints.get(name);
    if (known !== undefined) return known;
    const fold = new EndpointFold(facts);
    this.#endpoints.set(name, fold);
    return fold;
  }
}
