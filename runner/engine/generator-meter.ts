// What the load generator costs and how late it is itself: CPU of this process and lag of this thread's event loop.

import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";

export interface GeneratorFigures {
  /** CPU used by the process divided by one core's time. */
  readonly cpuFraction: number;
  /** 99th percentile of how late a 10 ms timer fired, ms. */
  readonly lagMsP99: number;
  /** The latest it fired, ms: a process that was stopped or starved for seconds shows here and in no quantile. */
  readonly lagMsMax: number;
}

const RESOLUTION_MS = 10;

export class GeneratorMeter {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #cpu = process.cpuUsage();
  #startedAt = process.hrtime.bigint();

  /** Begins, or begins anew: what was seen before is forgotten. */
  start(): void {
    this.#cpu = process.cpuUsage();
    this.#startedAt = process.hrtime.bigint();
    this.#delay.reset();
    this.#delay.enable();
  }

  /** Node records a timer's whole interval: what exceeds the resolution is lag. */
  stop(): GeneratorFigures {
    this.#delay.disable();
    const { user, system } = process.cpuUsage(this.#cpu);
    const elapsedUs = Number(process.hrtime.bigint() - this.#startedAt) / 1000;
    const p99 = this.#delay.count > 0 ? this.#delay.percentile(99) / 1e6 : RESOLUTION_MS;
    const max = this.#delay.count > 0 ? this.#delay.max / 1e6 : RESOLUTION_MS;
    return {
      cpuFraction: (user + system) / elapsedUs,
      lagMsP99: Math.max(0, p99 - RESOLUTION_MS),
      lagMsMax: Math.max(0, max - RESOLUTION_MS),
    };
  }
}
