// A script's thresholds: bound to the metrics its samples name, fed with the measured phase, judged at its end, and
// while it lasts where one ends the run. k6's grammar is the runner's (runner/thresholds); nothing here knows an engine.

import { CliError, exit } from "../../lib/core/exit.ts";
import type { SampleSink } from "../../lib/core/metric-sample.ts";
import type { DeclaredMetric } from "../../runner/inspect.ts";
import { parseMetricKey } from "../../runner/metrics/metric-key.ts";
import { MetricStore } from "../../runner/metrics/metric-store.ts";
import { readThresholds } from "../../runner/options/run-options.ts";
import { bindThresholds, type ThresholdResult, type ThresholdSpecs } from "../../runner/thresholds/threshold-set.ts";
import { mergeSinks, savedSinks } from "./saved-sinks.ts";

/** @throws CliError (104) that lists every threshold that cannot be judged */
export function checkedThresholds(thresholds: unknown, metrics: readonly DeclaredMetric[]): ThresholdSpecs {
  const { specs: read, problems } = readThresholds(thresholds);
  // k6 tells them by name, the runner as they are written: reports do not depend on the engine.
  const specs: ThresholdSpecs = new Map([...read].sort(([a], [b]) => (a < b ? -1 : 1)));
  const all = [...problems, ...bindThresholds(specs, storeOf(metrics)).problems];
  if (all.length === 0) return specs;
  throw new CliError(all.join("\n       "), {
    code: exit.invalidOptions,
    hint: "For example thresholds: { http_req_duration: ['p(95)<200'], 'checks{scenario:login}': ['rate>0.99'] }",
  });
}

const storeOf = (metrics: readonly DeclaredMetric[]): MetricStore => {
  const store = new MetricStore();
  for (const { name, type, isTime } of metrics) store.declare(name, type, isTime);
  return store;
};

export class ScriptThresholds {
  readonly #store: MetricStore;
  readonly #set: ReturnType<typeof bindThresholds>["set"];
  /** Metrics that a threshold names: samples of others are not kept. */
  readonly #named: ReadonlySet<string>;

  constructor(specs: ThresholdSpecs, metrics: readonly DeclaredMetric[]) {
    this.#store = storeOf(metrics);
    this.#set = bindThresholds(specs, this.#store).set;
    this.#named = namedMetrics(specs);
  }

  readonly add: SampleSink = (name, timeMs, value, tags) => {
    if (this.#named.has(name)) this.#store.add(name, timeMs, value, tags);
  };

  /** What has been added, for another process to merge. */
  sinks(): ReturnType<typeof savedSinks> {
    return savedSinks(this.#store);
  }

  merge(sinks: Parameters<typeof mergeSinks>[1]): void {
    mergeSinks(this.#store, sinks);
  }

  /** The metrics whose thresholds end the run now. @param measuredMs since the measured phase began */
  aborting(measuredMs: number): readonly string[] {
    return measuredMs <= 0 ? [] : this.#set.aborting(measuredMs);
  }

  /** @param measuredMs length of the measured phase, for rates of counters */
  judge(measuredMs: number): readonly ThresholdResult[] {
    return this.#set.judge(measuredMs);
  }
}

/** The metrics, without their sub-metrics' tags, that thresholds are about. */
export const namedMetrics = (specs: ThresholdSpecs): ReadonlySet<string> =>
  new Set([...specs.keys()].flatMap((key) => parseMetricKey(key)?.metric ?? []));
