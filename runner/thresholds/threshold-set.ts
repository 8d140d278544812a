// A run's thresholds: bound to their sinks, evaluated while it runs and at its end. A threshold whose metric holds no
// sample is "no-data", never a pass; a counter is the exception, since the sum of nothing is truly zero.

import type { MetricStore } from "../metrics/metric-store.ts";
import type { Sink } from "../metrics/sink.ts";
import { type Expression, evaluate, misfit, type Operator, parseExpression } from "./expression.ts";

/** One entry of `options.thresholds`, in its object form. */
export interface ThresholdSpec {
  readonly expression: Expression;
  readonly abortOnFail: boolean;
  readonly delayAbortEvalMs: number;
}

export type ThresholdSpecs = ReadonlyMap<string, readonly ThresholdSpec[]>;

export interface ThresholdResult {
  /** The metric's key as written. */
  readonly metric: string;
  readonly expression: string;
  readonly verdict: "pass" | "fail" | "no-data";
  readonly actual: number | null;
  readonly statistic: string;
  readonly operator: Operator;
  readonly limit: number;
}

interface Bound extends ThresholdSpec {
  readonly metric: string;
  readonly sink: Sink;
}

/** Finds the sinks of all thresholds, making sub-metrics. Problems are all reported, in words. */
export function bindThresholds(
  specs: ThresholdSpecs,
  store: MetricStore,
): { readonly set: ThresholdSet; readonly problems: readonly string[] } {
  const bound: Bound[] = [];
  const problems: string[] = [];
  for (const [key, list] of specs) {
    const found = store.submetric(key);
    if (found === undefined) {
      problems.push(`thresholds: there is no metric '${key}'`);
      continue;
    }
    for (const spec of list) {
      const wrong = misfit(spec.expression, found.metric.type);
      if (wrong === undefined) bound.push({ ...spec, metric: key, sink: found.sink });
      else problems.push(`thresholds: ${key}: ${wrong}`);
    }
  }
  return { set: new ThresholdSet(bound), problems };
}

export class ThresholdSet {
  readonly #bound: readonly Bound[];

  constructor(bound: readonly Bound[]) {
    this.#bound = bound;
  }

  get size(): number {
    return this.#bound.length;
  }

  /** The metrics that must end the run now: one of their `abortOnFail` thresholds fails and its delay is over. */
  aborting(elapsedMs: number): readonly string[] {
    const failing = this.#bound.filter(
      (t) =>
        t.abortOnFail &&
        t.delayAbortEvalMs <= elapsedMs &&
        t.sink.samples > 0 &&
        evaluate(t.expression, t.sink, elapsedMs)?.holds === false,
    );
    return [...new Set(failing.map((t) => t.metric))];
  }

  /** Every threshold's verdict. @param elapsedMs length of the run, which counters' rates divide by */
  judge(elapsedMs: number): readonly ThresholdResult[] {
    return this.#bound.map(({ metric, expression, sink }) => {
      const got = sink.samples === 0 && sink.type !== "counter" ? undefined : evaluate(expression, sink, elapsedMs);
      return {
        metric,
        expression: expression.source,
        verdict: got === undefined ? "no-data" : got.holds ? "pass" : "fail",
        actual: got?.actual ?? null,
        statistic: expression.statistic.name,
        operator: expression.operator,
        limit: expression.limit,
      };
    });
  }
}

/** Parses one metric's list from `options.thresholds`: strings or `{threshold, abortOnFail, delayAbortEval}`. */
export function readThreshold(source: unknown, abortOnFail: boolean, delayAbortEvalMs: number): ThresholdSpec | string {
  if (typeof source !== "string") return "a threshold must be a string such as 'p(95)<200'";
  const expression = parseExpression(source);
  return typeof expression === "string" ? expression : { expression, abortOnFail, delayAbortEvalMs };
}
