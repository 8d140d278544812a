// One second of one own metric, phase and stage. Everything that any type of metric needs is kept: samples do not say
// which type theirs is.

import type { MetricType } from "../metrics/engine-metrics.ts";
import { readSketch, writeSketch } from "../metrics/sketch-text.ts";
import { TrendSketch } from "../metrics/trend-sketch.ts";
import type { MetricWindow, Phase } from "../recording.ts";

/** A second in a form that crosses threads. */
export interface MetricSecondDelta {
  readonly t: number;
  readonly phase: Phase;
  readonly stage: string | null;
  readonly sketch: string;
  readonly nonZero: number;
  readonly last: number;
  readonly lastAtMs: number;
}

/** The figures of some samples, as a recording has them. */
export type MetricValues = Pick<MetricWindow, "n" | "sum" | "min" | "max" | "last" | "sketch">;

export class MetricSecond {
  readonly t: number;
  readonly phase: Phase;
  readonly stage: string | null;
  readonly sketch = new TrendSketch();
  nonZero = 0;
  last = 0;
  lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(t: number, phase: Phase, stage: string | null) {
    this.t = t;
    this.phase = phase;
    this.stage = stage;
  }

  add(value: number, timeMs: number): void {
    this.sketch.add(value);
    if (value !== 0) this.nonZero += 1;
    this.#follow(value, timeMs);
  }

  absorb(delta: MetricSecondDelta): void {
    this.sketch.merge(readSketch(delta.sketch).state());
    this.nonZero += delta.nonZero;
    this.#follow(delta.last, delta.lastAtMs);
  }

  toDelta(): MetricSecondDelta {
    const { t, phase, stage, sketch, nonZero, last, lastAtMs } = this;
    return { t, phase, stage, sketch: writeSketch(sketch), nonZero, last, lastAtMs };
  }

  values(type: MetricType): MetricValues {
    const { sketch } = this;
    const none = sketch.count === 0;
    return {
      n: sketch.count,
      sum: type === "rate" ? this.nonZero : sketch.sum,
      min: none ? null : sketch.min,
      max: none ? null : sketch.max,
      last: none ? null : this.last,
      sketch: type === "trend" ? writeSketch(sketch) : null,
    };
  }

  /** Samples come a little out of order: the newest is the last. */
  #follow(value: number, timeMs: number): void {
    if (timeMs < this.lastAtMs) return;
    this.last = value;
    this.lastAtMs = timeMs;
  }
}
