// One own metric's samples folded into seconds and a total. Seconds long past are packed, as an endpoint's are.

import type { MetricKind } from "../metrics/engine-metrics.ts";
import { samplesNeeded } from "../quantile.ts";
import type { OwnMetric, Phase } from "../recording.ts";
import { MetricSecond, type MetricSecondDelta } from "./metric-second.ts";

/** Seconds kept open behind the newest one: samples of an engine come in batches, a little out of order. */
const OPEN_SECONDS = 5;

export interface MetricDelta {
  readonly name: string;
  readonly seconds: readonly MetricSecondDelta[];
}

const keyOf = (t: number, phase: Phase, stage: string | null): string => `${t}|${phase}|${stage ?? ""}`;

export class MetricFold {
  readonly name: string;
  readonly #open = new Map<string, MetricSecond>();
  readonly #packed = new Map<string, MetricSecondDelta>();
  #total = new MetricSecond(0, "measure", null);
  #newest = Number.NEGATIVE_INFINITY;
  /** The second of the last sample: most are of one and the same. */
  #last: MetricSecond | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** @param t second of the sample since the start @param timeMs its time since 1970 */
  add(t: number, phase: Phase, stage: string | null, value: number, timeMs: number): void {
    this.#second(t, phase, stage).add(value, timeMs);
    if (phase === "measure") this.#total.add(value, timeMs);
  }

  absorb({ seconds }: MetricDelta): void {
    for (const second of seconds) {
      this.#second(second.t, second.phase, second.stage).absorb(second);
      if (second.phase === "measure") this.#total.absorb(second);
    }
  }

  /** Everything since the last call, which is then forgotten here. */
  drain(): MetricDelta {
    this.#pack(Number.POSITIVE_INFINITY);
    const delta = { name: this.name, seconds: [...this.#packed.values()] };
    this.#packed.clear();
    this.#total = new MetricSecond(0, "measure", null);
    return delta;
  }

  /** The metric so far. */
  close({ type, time }: MetricKind): OwnMetric {
    const { sketch } = this.#total;
    const carried = (q: number): number | null =>
      type !== "trend" || sketch.count < samplesNeeded(q) ? null : (sketch.quantile(q) ?? null);
    const seconds = [...this.#packed.values()].map(unpacked).concat([...this.#open.values()]);
    return {
      name: this.name,
      type,
      time,
      ...this.#total.values(type),
      p50: carried(0.5),
      p95: carried(0.95),
      p99: carried(0.99),
      windows: seconds
        .map((second) => ({ t: second.t, phase: second.phase, stage: second.stage, ...second.values(type) }))
        .sort((a, b) => a.t - b.t || order(a) - order(b) || ((a.stage ?? "") < (b.stage ?? "") ? -1 : 1)),
    };
  }

  #second(t: number, phase: Phase, stage: string | null): MetricSecond {
    const last = this.#last;
    if (last !== undefined && last.t === t && last.phase === phase && last.stage === stage) return last;
    const second = this.#found(t, phase, stage);
    this.#last = second;
    return second;
  }

  #found(t: number, phase: Phase, stage: string | null): MetricSecond {
    const key = keyOf(t, phase, stage);
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const packed = this.#packed.get(key);
    const second = packed === undefined ? new MetricSecond(t, phase, stage) : unpacked(packed);
    this.#packed.delete(key);
    this.#open.set(key, second);
    if (t > this.#newest) {
      this.#newest = t;
      this.#pack(t - OPEN_SECONDS);
    }
    return second;
  }

  #pack(before: number): void {
    this.#last = undefined;
    for (const [key, second] of this.#open) {
      if (second.t >= before) continue;
      this.#packed.set(key, second.toDelta());
      this.#open.delete(key);
    }
  }
}

/** The warm-up comes first. */
const order = ({ phase }: { readonly phase: Phase }): number => (phase === "warmup" ? 0 : 1);

const unpacked = (delta: MetricSecondDelta): MetricSecond => {
  const second = new MetricSecond(delta.t, delta.phase, delta.stage);
  second.absorb(delta);
  return second;
};
