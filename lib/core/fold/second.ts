// One second of one endpoint, phase and stage, while it is being filled: exact counts, sums and extremes beside a
// mergeable histogram.

import { LatencyHistogram } from "../histogram.ts";
import type { Phase } from "../metric-sample.ts";
import type { Window } from "../recording.ts";

/** A second in a form that crosses threads. */
export interface SecondDelta {
  readonly t: number;
  readonly phase: Phase;
  readonly stage: string | null;
  readonly failed: number;
  readonly sumMs: number;
  /** Null without a success: an infinity would not survive as JSON. */
  readonly minMs: number | null;
  readonly maxMs: number | null;
  readonly hdr: string;
}

export class Second {
  readonly t: number;
  readonly phase: Phase;
  readonly stage: string | null;
  readonly histogram = new LatencyHistogram();
  failed = 0;
  sumMs = 0;
  minMs = Number.POSITIVE_INFINITY;
  maxMs = Number.NEGATIVE_INFINITY;
  /** True once its content was handed on: what is added later would be lost. */
  packed = false;

  constructor(t: number, phase: Phase, stage: string | null) {
    this.t = t;
    this.phase = phase;
    this.stage = stage;
  }

  get count(): number {
    return this.histogram.count + this.failed;
  }

  addSuccess(latencyMs: number): void {
    this.histogram.record(latencyMs);
    this.sumMs += latencyMs;
    if (latencyMs < this.minMs) this.minMs = latencyMs;
    if (latencyMs > this.maxMs) this.maxMs = latencyMs;
  }

  /** @param latencies its histogram, which one who needs it more than once decodes once */
  absorb(delta: SecondDelta, latencies = LatencyHistogram.decode(delta.hdr)): void {
    this.failed += delta.failed;
    this.sumMs += delta.sumMs;
    this.minMs = Math.min(this.minMs, delta.minMs ?? Number.POSITIVE_INFINITY);
    this.maxMs = Math.max(this.maxMs, delta.maxMs ?? Number.NEGATIVE_INFINITY);
    this.histogram.merge(latencies);
  }

  toDelta(): SecondDelta {
    const { t, phase, stage, failed, sumMs, histogram } = this;
    const [minMs, maxMs] = histogram.count === 0 ? [null, null] : [this.minMs, this.maxMs];
    return { t, phase, stage, failed, sumMs, minMs, maxMs, hdr: histogram.encode() };
  }

  toWindow(): Window {
    const { t, phase, stage, failed, sumMs, histogram } = this;
    return {
      t,
      phase,
      stage,
      n: this.count,
      failed,
      sumMs,
      p50Ms: histogram.quantileMs(0.5) ?? null,
      p95Ms: histogram.supportedMs(0.95),
      p99Ms: histogram.supportedMs(0.99),
      maxMs: histogram.count === 0 ? null : this.maxMs,
      hdr: histogram.encode(),
    };
  }
}
