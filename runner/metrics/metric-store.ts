// All metrics of a run (or of one thread of it): their types, sinks and sub-metrics, and where every sample goes.
// Knows nothing of thresholds or of how metrics are shown.

import type { Tags } from "../../lib/core/metric-sample.ts";
import { builtInMetrics, type Contains } from "./built-in-metrics.ts";
import { isMetricName, parseMetricKey } from "./metric-key.ts";
import { type MetricType, newSink, type Sink, type SinkState } from "./sink.ts";

export interface Submetric {
  /** As written in `thresholds`, e.g. `http_reqs{scenario:a}`. */
  readonly key: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly sink: Sink;
}

export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  readonly contains: Contains;
  readonly sink: Sink;
  readonly submetrics: Submetric[];
}

/** The sinks of one thread by metric and sub-metric key. */
export type StoreState = ReadonlyMap<string, { readonly contains: Contains; readonly sink: SinkState }>;

interface Entry extends Metric {
  /** Which sub-metrics a tag set belongs to. */
  readonly matches: WeakMap<Tags, readonly Submetric[]>;
}

const matching = (entry: Entry, tags: Tags): readonly Submetric[] => {
  const known = entry.matches.get(tags);
  if (known !== undefined) return known;
  const found = entry.submetrics.filter((sub) => [...sub.tags].every(([name, value]) => tags[name] === value));
  entry.matches.set(tags, found);
  return found;
};

export class MetricStore {
  readonly #entries = new Map<string, Entry>();

  constructor() {
    for (const [name, [type, contains]] of builtInMetrics) this.#create(name, type, contains);
    this.submetric("http_req_duration{expected_response:true}");
  }

  /** Every metric, in the order of creation. */
  get metrics(): Iterable<Metric> {
    return this.#entries.values();
  }

  metric(name: string): Metric | undefined {
    return this.#entries.get(name);
  }

  /**
   * Creates a custom metric, or finds it: each VU's init code declares the same ones.
   *
   * @throws Error when the name breaks k6's rule or is taken by a metric of another type
   */
  declare(name: string, type: MetricType, isTime: boolean): Metric {
    const contains = isTime ? "time" : "default";
    const known = this.#entries.get(name);
    if (known !== undefined) {
      if (known.type === type && (known.contains === contains || builtInMetrics.has(name))) return known;
      throw new Error(`metric '${name}' already exists but with type ${known.type}, instead of ${type}`);
    }
    if (!isMetricName(name)) {
      throw new Error(
        `invalid metric name '${name}': a name is 2 to 128 ASCII letters, digits or underscores and does not start with a digit`,
      );
    }
    return this.#create(name, type, contains);
  }

  /** The sink behind a key of `thresholds`, made when it is a sub-metric not asked for before; undefined: no such metric. */
  submetric(key: string): { readonly metric: Metric; readonly sink: Sink } | undefined {
    const parsed = parseMetricKey(key);
    const entry = parsed && this.#entries.get(parsed.metric);
    if (parsed === undefined || entry === undefined) return undefined;
    const { tags } = parsed;
    if (tags === undefined) return { metric: entry, sink: entry.sink };
    const known = entry.submetrics.find((sub) => sub.key === key);
    if (known !== undefined) return { metric: entry, sink: known.sink };
    const made = { key, tags, sink: newSink(entry.type) };
    entry.submetrics.push(made);
    return { metric: entry, sink: made.sink };
  }

  /** Adds one sample. Sub-metrics must all exist by now: which of them a tag set belongs to is remembered. */
  add(name: string, timeMs: number, value: number, tags: Tags): void {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new Error(`a sample of an undeclared metric: ${name}`);
    entry.sink.add(value, timeMs);
    if (entry.submetrics.length === 0) return;
    const subs = matching(entry, tags);
    for (let i = 0; i < subs.length; i++) subs[i]?.sink.add(value, timeMs);
  }

  /** A store with the same metrics and sub-metrics and no samples. */
  blank(): MetricStore {
    const made = new MetricStore();
    for (const { name, type, contains, submetrics } of this.#entries.values()) {
      if (!builtInMetrics.has(name)) made.declare(name, type, contains === "time");
      for (const sub of submetrics) made.submetric(sub.key);
    }
    return made;
  }

  state(): StoreState {
    const state = new Map<string, { contains: Contains; sink: SinkState }>();
    for (const { name, contains, sink, submetrics } of this.#entries.values()) {
      if (sink.samples > 0) state.set(name, { contains, sink: sink.state() });
      for (const sub of submetrics) if (sub.sink.samples > 0) state.set(sub.key, { contains, sink: sub.sink.state() });
    }
    return state;
  }

  /** Adds what another thread's store holds. */
  merge(other: StoreState): void {
    for (const [key, { contains, sink }] of other) {
      const isSubmetric = key.includes("{");
      if (!isSubmetric && !this.#entries.has(key)) this.declare(key, sink.type, contains === "time");
      this.submetric(key)?.sink.merge(sink);
    }
  }

  #create(name: string, type: MetricType, contains: Contains): Entry {
    const entry = { name, type, contains, sink: newSink(type), submetrics: [], matches: new WeakMap() };
    this.#entries.set(name, entry);
    return entry;
  }
}
