// What is made of a script's samples while it runs: endpoints, phases and stages for the recording, and its thresholds.

import type { ScriptShard } from "../../lib/core/fleet/shard.ts";
import { formatCount, plural } from "../../lib/core/format.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import type { SampleSink } from "../../lib/core/metric-sample.ts";
import type { Criterion } from "../../lib/core/recording.ts";
import { OTHERS, ScriptSamples } from "../../lib/core/script/script-samples.ts";
import type { DeclaredMetric } from "../../runner/inspect.ts";
import type { ScriptRun } from "./script-plan.ts";
import { namedMetrics, ScriptThresholds } from "./script-thresholds.ts";
import { thresholdCriterion } from "./threshold-criteria.ts";

/** What a recording and this watch need of k6's own metrics. */
const NEEDED = [
  "http_req_duration",
  "http_reqs",
  "iterations",
  "checks",
  "vus",
  "dropped_iterations",
  "tailgate_started",
];

/** The metrics whose samples are worth reading. */
export const wantedMetrics = ({ metrics, thresholds }: ScriptRun): ReadonlySet<string> =>
  new Set([...NEEDED, ...metrics.map(({ name }) => name), ...namedMetrics(thresholds)]);

export class ScriptWatch {
  readonly add: SampleSink;
  readonly #samples: ScriptSamples;
  readonly #thresholds: ScriptThresholds;
  readonly #metrics: readonly DeclaredMetric[];
  readonly #warmupMs: number;

  constructor({ options, load }: LoadPlan, { thresholds, metrics }: ScriptRun, sink: SampleSink) {
    this.#warmupMs = options.warmupMs;
    this.#metrics = metrics;
    this.#thresholds = new ScriptThresholds(thresholds, metrics);
    const phases = { warmupMs: options.warmupMs, stages: load.stages };
    this.#samples = new ScriptSamples(phases, sink, this.#thresholds.add);
    this.add = this.#samples.add;
  }

  /** How long the measured phase has lasted, by the newest sample. */
  get measuredMs(): number {
    return Math.max(0, this.#samples.lastMs - this.#warmupMs);
  }

  /** Iterations that ended in the measured phase. */
  get iterations(): number {
    return this.#samples.iterations;
  }

  /** Where requests went: scheme, host and port. */
  get origins(): readonly string[] {
    return [...this.#samples.origins];
  }

  /** Which thresholds with abortOnFail end the run now, in a line; undefined when none does. */
  crossed(): string | undefined {
    const keys = this.#thresholds.aborting(this.measuredMs);
    return keys.length === 0
      ? undefined
      : `${plural(keys.length, "threshold")} with abortOnFail failed: ${keys.join(", ")}`;
  }

  /** The script's thresholds over the measured phase. */
  judge(measuredMs: number): readonly Criterion[] {
    return this.#thresholds.judge(measuredMs).map((result) => thresholdCriterion(result, this.#metrics));
  }

  /** What a process of a fleet tells of its share. */
  share(scriptErrors: number): ScriptShard {
    const { iterations, lastMs, others, outside, origins } = this.#samples;
    return {
      iterations,
      lastMs,
      others,
      outside,
      scriptErrors,
      origins: [...origins],
      sinks: this.#thresholds.sinks(),
    };
  }

  /** Adds the share of a process of a fleet. */
  absorb(share: ScriptShard): void {
    this.#samples.absorb(share);
    this.#thresholds.merge(share.sinks);
  }

  /** What a reader of the tables should know of them. */
  notes(): readonly string[] {
    const { others, outside } = this.#samples;
    return [
      ...(others === 0
        ? []
        : [
            `more than a hundred endpoints: ${formatCount(others)} requests are under "${OTHERS}"; a name tag groups them`,
          ]),
      ...(outside === 0
        ? []
        : [
            `${plural(outside, "request")} of setup and teardown ${outside === 1 ? "is" : "are"} no load and not in the tables`,
          ]),
    ];
  }
}
