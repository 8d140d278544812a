// A queue with known capacity in virtual time: k workers, FIFO, log-normal service times, stalls of all workers, and
// users who think between requests. Fast enough to search hundreds of times; the same seed gives the same run.

import type { Block } from "../../lib/core/capacity/model.ts";

export interface ServiceModel {
  readonly workers: number;
  readonly serviceMs: number;
  /** Coefficient of variation of the service time. */
  readonly cv: number;
  /** Mean of the users' exponential pauses; half a second when absent. */
  readonly thinkMs?: number;
  /** Stalls of all workers: uniform length, exponential gaps; undefined for none. */
  readonly stalls?: { readonly everyMs: number; readonly fromMs: number; readonly toMs: number };
}

const USUAL_THINK_MS = 500;
const TABLE = 1 << 16;

/** mulberry32, inlined for speed. */
const randomBits = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
};

/** Quantile of the normal distribution by bisection of Zelen & Severo's formula 26.2.17; exact enough for a table. */
const normalQuantile = (p: number): number => {
  const cdf = (x: number): number => {
    const t = 1 / (1 + 0.2316419 * Math.abs(x));
    const tail =
      Math.exp((-x * x) / 2) *
      0.3989422804 *
      (t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))));
    return x > 0 ? 1 - tail : tail;
  };
  let [low, high] = [-6, 6];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (cdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** Equally likely values of a distribution given by its quantile function. */
const table = (quantile: (p: number) => number): Float64Array =>
  Float64Array.from({ length: TABLE }, (_, i) => quantile((i + 0.5) / TABLE));

const normals = table(normalQuantile);
const exponentials = table((p) => -Math.log(1 - p));

const serviceTimes = ({ serviceMs, cv }: ServiceModel): Float64Array => {
  const sigma = Math.sqrt(Math.log(1 + cv * cv));
  const mu = Math.log(serviceMs) - (sigma * sigma) / 2;
  return normals.map((z) => Math.exp(mu + sigma * z));
};

/** A binary heap of times, smallest first; `replaceTop` is all a closed system needs. */
const siftDown = (heap: Float64Array, size: number): void => {
  const x = heap[0] ?? 0;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    const right = child + 1;
    if (right < size && (heap[right] ?? 0) < (heap[child] ?? 0)) child = right;
    const y = heap[child] ?? 0;
    if (y >= x) break;
    heap[at] = y;
    at = child;
  }
  heap[at] = x;
};

/** Stalls as they come, looked at in rising time. */
class Stalls {
  #from = Number.POSITIVE_INFINITY;
  #to = Number.POSITIVE_INFINITY;
  readonly #next: () => void;

  constructor(model: ServiceModel, random: () => number) {
    const { stalls } = model;
    this.#next = () => {
      if (stalls === undefined) return;
      const gap = (exponentials[random() % TABLE] ?? 0) * stalls.everyMs;
      this.#from = (Number.isFinite(this.#to) ? this.#to : 0) + gap;
      this.#to = this.#from + stalls.fromMs + ((random() % TABLE) / TABLE) * (stalls.toMs - stalls.fromMs);
    };
    this.#next();
  }

  /** When work of `length` that starts at `start` ends. Work never spans more than the stall after its start. */
  end(start: number, length: number): number {
    while (start >= this.#to) this.#next();
    if (start >= this.#from) return this.#to + length;
    return start + length > this.#from ? start + length + (this.#to - this.#from) : start + length;
  }
}

/** A closed system kept running: probes follow each other as they would on a real service. */
export class SimulatedService {
  readonly #model: ServiceModel;
  readonly #random: () => number;
  readonly #times: Float64Array;

  constructor(model: ServiceModel, seed: number) {
    this.#model = model;
    this.#random = randomBits(seed);
    this.#times = serviceTimes(model);
  }

  /** Runs `users` for `durationMs` after a settling time and counts requests over `limitMs`, by block of `blockMs`. */
  run(users: number, durationMs: number, blockMs: number, limitMs: number, settleMs = 2000): readonly Block[] {
    const random = this.#random;
    const { thinkMs = USUAL_THINK_MS } = this.#model;
    const times = this.#times;
    const total = new Int32Array(Math.ceil(durationMs / blockMs));
    const slow = new Int32Array(total.length);
    const stalls = new Stalls(this.#model, random);
    const arrivals = Float64Array.from({ length: users }, () => (exponentials[random() % TABLE] ?? 0) * thinkMs).sort();
    const free = new Float64Array(this.#model.workers);
    const until = settleMs + durationMs;
    for (let arrival = arrivals[0] ?? until; arrival < until; arrival = arrivals[0] ?? until) {
      const end = stalls.end(Math.max(arrival, free[0] ?? 0), times[random() % TABLE] ?? 0);
      free[0] = end;
      siftDown(free, free.length);
      const block = Math.floor((end - settleMs) / blockMs);
      if (end >= settleMs && block < total.length) {
        total[block] = (total[block] ?? 0) + 1;
        if (end - arrival > limitMs) slow[block] = (slow[block] ?? 0) + 1;
      }
      arrivals[0] = end + (exponentials[random() % TABLE] ?? 0) * thinkMs;
      siftDown(arrivals, users);
    }
    return Array.from(total, (n, i) => ({ total: n, slow: slow[i] ?? 0, failed: 0 }));
  }
}

/** The three invented servers of docs/capacity.md. */
export const servers = {
  S1: { workers: 4, serviceMs: 60, cv: 0.6, stalls: { everyMs: 15_000, fromMs: 150, toMs: 450 } },
  S2: { workers: 1, serviceMs: 30, cv: 0.3 },
  S3: { workers: 2, serviceMs: 40, cv: 1.2, stalls: { everyMs: 60_000, fromMs: 500, toMs: 1200 } },
} as const satisfies Record<string, ServiceModel>;
