// One endpoint's samples folded into seconds and totals. Seconds long past are packed, so that memory grows with the
// length of the run and not with its samples.

import type { Phase } from "../metric-sample.ts";
import type { EndpointRecord, Window } from "../recording.ts";
import { type AnswerDelta, AnswerFold } from "./answer-fold.ts";
import { Second, type SecondDelta, supportedQuantile } from "./second.ts";

/** Seconds kept open behind the newest one: samples of an engine come in batches, a little out of order. */
const OPEN_SECONDS = 5;

export interface EndpointFacts {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly batchSize: number | null;
}

export interface EndpointDelta {
  readonly facts: EndpointFacts;
  readonly seconds: readonly SecondDelta[];
  readonly errors: Readonly<Record<string, number>>;
  readonly answers: AnswerDelta;
}

export class EndpointFold {
  facts: EndpointFacts;
  /** End of the newest second that holds a measured request, in ms since the start. */
  lastMeasuredMs = 0;
  readonly answers = new AnswerFold();
  readonly #open = new Map<string, Second>();
  readonly #packed: SecondDelta[] = [];
  readonly #errors = new Map<string, number>();
  #newest = Number.NEGATIVE_INFINITY;

  constructor(facts: EndpointFacts) {
    this.facts = facts;
  }

  /** The second at `t`; a caller may keep it until `t` changes or it is packed. */
  second(t: number, phase: Phase, stage: string | null): Second {
    const key = `${t}|${phase}|${stage ?? ""}`;
    let second = this.#open.get(key);
    if (second === undefined) {
      second = new Second(t, phase, stage);
      this.#open.set(key, second);
      if (phase === "measure") this.lastMeasuredMs = Math.max(this.lastMeasuredMs, (t + 1) * 1000);
      if (t > this.#newest) {
        this.#newest = t;
        this.#pack(t - OPEN_SECONDS);
      }
    }
    return second;
  }

  addError(kind: string, phase: Phase): void {
    if (phase === "measure") this.#errors.set(kind, (this.#errors.get(kind) ?? 0) + 1);
  }

  absorb(delta: EndpointDelta): void {
    if (this.facts.method === "") this.facts = delta.facts;
    for (const s of delta.seconds) this.second(s.t, s.phase, s.stage).absorb(s);
    for (const [kind, n] of Object.entries(delta.errors)) this.#errors.set(kind, (this.#errors.get(kind) ?? 0) + n);
    this.answers.absorb(delta.answers);
  }

  /** Everything since the last call, which is then forgotten here. */
  drain(): EndpointDelta {
    this.#pack(Number.POSITIVE_INFINITY);
    const delta = {
      facts: this.facts,
      seconds: this.#packed.splice(0),
      errors: Object.fromEntries(this.#errors),
      answers: this.answers.drain(),
    };
    this.#errors.clear();
    return delta;
  }

  /** The open seconds, newest last, for a progress line. */
  openSeconds(): readonly Second[] {
    return [...this.#open.values()];
  }

  close(measuredMs: number): EndpointRecord {
    this.#pack(Number.POSITIVE_INFINITY);
    const seconds = mergeEqual(this.#packed);
    const total = new Second(0, "measure", null);
    for (const s of seconds) if (s.phase === "measure") total.absorb(s.toDelta());
    const measured = total.histogram.count;
    return {
      ...this.facts,
      count: total.count,
      failed: total.failed,
      ratePerSec: measuredMs > 0 ? (total.count * 1000) / measuredMs : 0,
      predictions: measured * (this.facts.batchSize ?? 0),
      latencyMs: summarise(total),
      hdr: total.histogram.encode(),
      errors: Object.fromEntries(this.#errors),
      answers: this.answers.close(),
      windows: seconds.map((s): Window => s.toWindow()),
    };
  }

  #pack(before: number): void {
    for (const [key, second] of this.#open) {
      if (second.t >= before) continue;
      this.#packed.push(second.toDelta());
      second.packed = true;
      this.#open.delete(key);
    }
  }
}

const summarise = (s: Second): EndpointRecord["latencyMs"] => {
  const n = s.histogram.count;
  return {
    mean: n === 0 ? null : s.sumMs / n,
    min: n === 0 ? null : s.minMs,
    max: n === 0 ? null : s.maxMs,
    p50: s.histogram.quantileMs(0.5) ?? null,
    p95: supportedQuantile(s.histogram, 0.95),
    p99: supportedQuantile(s.histogram, 0.99),
  };
};

/** A second that was packed and then reopened by a late sample is whole again. */
const mergeEqual = (packed: readonly SecondDelta[]): readonly Second[] => {
  const whole = new Map<string, Second>();
  for (const p of packed) {
    const key = `${p.t}|${p.phase}|${p.stage ?? ""}`;
    const second = whole.get(key) ?? new Second(p.t, p.phase, p.stage);
    second.absorb(p);
    whole.set(key, second);
  }
  return [...whole.values()].sort((a, b) => a.t - b.t || (a.phase < b.phase ? 1 : -1));
};
