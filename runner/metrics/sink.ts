// What each kind of metric keeps of its samples, in constant memory and mergeable between threads, with k6's formulas.

import type { SinkOf } from "../../lib/core/metrics/sink-state.ts";
import { type SketchState, TrendSketch } from "../../lib/core/metrics/trend-sketch.ts";

export type MetricType = "counter" | "gauge" | "rate" | "trend";

/** What one thread sends of a sink to be merged into another's. */
export type SinkState = SinkOf<SketchState>;

/** The sum of its samples. */
class CounterSink {
  readonly type = "counter";
  samples = 0;
  total = 0;

  add(value: number): void {
    this.samples++;
    this.total += value;
  }

  state(): SinkState {
    return { type: "counter", samples: this.samples, total: this.total };
  }

  merge(other: SinkState): void {
    if (other.type !== "counter") throw new TypeError(`cannot merge a ${other.type} into a counter`);
    this.samples += other.samples;
    this.total += other.total;
  }
}

/** The share of samples that are not zero. */
class RateSink {
  readonly type = "rate";
  samples = 0;
  trues = 0;

  add(value: number): void {
    this.samples++;
    if (value !== 0) this.trues++;
  }

  state(): SinkState {
    return { type: "rate", total: this.samples, trues: this.trues };
  }

  merge(other: SinkState): void {
    if (other.type !== "rate") throw new TypeError(`cannot merge a ${other.type} into a rate`);
    this.samples += other.total;
    this.trues += other.trues;
  }
}

/** The last value, and the smallest and largest. */
class GaugeSink {
  readonly type = "gauge";
  samples = 0;
  value = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  #timeMs = Number.NEGATIVE_INFINITY;

  add(value: number, timeMs: number): void {
    this.samples++;
    this.#timeMs = timeMs;
    this.value = value;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
  }

  state(): SinkState {
    return { type: "gauge", timeMs: this.#timeMs, value: this.value, min: this.min, max: this.max };
  }

  merge(other: SinkState): void {
    if (other.type !== "gauge") throw new TypeError(`cannot merge a ${other.type} into a gauge`);
    if (other.timeMs === Number.NEGATIVE_INFINITY) return;
    this.samples++;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    if (other.timeMs < this.#timeMs) return;
    this.#timeMs = other.timeMs;
    this.value = other.value;
  }
}

/** A distribution. */
class TrendSink {
  readonly type = "trend";
  readonly sketch = new TrendSketch();

  get samples(): number {
    return this.sketch.count;
  }

  add(value: number): void {
    this.sketch.add(value);
  }

  state(): SinkState {
    return { type: "trend", sketch: this.sketch.state() };
  }

  merge(other: SinkState): void {
    if (other.type !== "trend") throw new TypeError(`cannot merge a ${other.type} into a trend`);
    this.sketch.merge(other.sketch);
  }
}

export type Sink = CounterSink | RateSink | GaugeSink | TrendSink;

export const newSink = (type: MetricType): Sink => {
  switch (type) {
    case "counter":
      return new CounterSink();
    case "rate":
      return new RateSink();
    case "gauge":
      return new GaugeSink();
    case "trend":
      return new TrendSink();
  }
};
