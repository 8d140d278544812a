// One endpoint's samples folded into seconds and totals. Seconds long past are packed, so that memory grows with the
// length of the run and not with its samples.

import { LatencyHistogram } from "../histogram.ts";
import type { Phase } from "../metric-sample.ts";
import type { EndpointRecord, Role, Window } from "../recording.ts";
import type { TracedRequest } from "../trace/notable-requests.ts";
import { type AnswerDelta, AnswerFold } from "./answer-fold.ts";
import { type RequestDelta, RequestFold } from "./request-fold.ts";
import { Second, type SecondDelta } from "./second.ts";
import { TraceFold } from "./trace-fold.ts";

/** Seconds kept open behind the newest one: samples of an engine come in batches, a little out of order. */
const OPEN_SECONDS = 5;

/** Open seconds take 100 KB each. */
const MOST_OPEN = 120;

export interface EndpointFacts {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly role: Role;
  readonly rows: number | null;
}

export interface EndpointDelta {
  readonly facts: EndpointFacts;
  readonly seconds: readonly SecondDelta[];
  readonly errors: Readonly<Record<string, number>>;
  readonly answers: AnswerDelta;
  readonly requests: RequestDelta;
  /** Absent where nothing was traced, as in shards older than the field. */
  readonly traces?: readonly TracedRequest[];
}

/** A second that is done with, unless a late sample opens it again. */
interface Packed {
  readonly delta: SecondDelta;
  readonly window: Window;
}

const keyOf = (t: number, phase: Phase, stage: string | null): string => `${t}|${phase}|${stage ?? ""}`;

export class EndpointFold {
  facts: EndpointFacts;
  /** End of the newest second that holds a measured request, in ms since the start. */
  lastMeasuredMs = 0;
  readonly answers = new AnswerFold();
  readonly requests = new RequestFold();
  readonly traces = new TraceFold();
  readonly #open = new Map<string, Second>();
  readonly #packed = new Map<string, Packed>();
  readonly #errors = new Map<string, number>();
  /** All of the measured phase, kept beside the seconds so that a total never decodes them. */
  #total = new Second(0, "measure", null);
  #newest = Number.NEGATIVE_INFINITY;

  constructor(facts: EndpointFacts) {
    this.facts = facts;
  }

  /** The second at `t`; a caller may keep it until `t` changes or it is packed. */
  second(t: number, phase: Phase, stage: string | null): Second {
    const key = keyOf(t, phase, stage);
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const second = this.#reopen(key) ?? new Second(t, phase, stage);
    this.#open.set(key, second);
    if (phase === "measure") this.lastMeasuredMs = Math.max(this.lastMeasuredMs, (t + 1) * 1000);
    if (t > this.#newest) {
      this.#newest = t;
      this.#pack(t - OPEN_SECONDS);
    }
    return second;
  }

  addSuccess(second: Second, latencyMs: number): void {
    second.addSuccess(latencyMs);
    if (second.phase === "measure") this.#total.addSuccess(latencyMs);
  }

  addFailure(second: Second, kind: string): void {
    second.failed += 1;
    if (second.phase !== "measure") return;
    this.#total.failed += 1;
    this.#errors.set(kind, (this.#errors.get(kind) ?? 0) + 1);
  }

  absorb(delta: EndpointDelta): void {
    if (this.facts.method === "") this.facts = delta.facts;
    for (const s of delta.seconds) {
      const latencies = LatencyHistogram.decode(s.hdr);
      this.second(s.t, s.phase, s.stage).absorb(s, latencies);
      if (s.phase === "measure") this.#total.absorb(s, latencies);
      // A delta of a whole run opens every second of it again.
      if (this.#open.size > MOST_OPEN) this.#pack(Number.POSITIVE_INFINITY);
    }
    for (const [kind, n] of Object.entries(delta.errors)) this.#errors.set(kind, (this.#errors.get(kind) ?? 0) + n);
    this.answers.absorb(delta.answers);
    this.requests.absorb(delta.requests);
    this.traces.absorb(delta.traces ?? []);
  }

  /** Everything since the last call, which is then forgotten here. */
  drain(): EndpointDelta {
    this.#pack(Number.POSITIVE_INFINITY);
    const traces = this.traces.drain();
    const delta = {
      facts: this.facts,
      seconds: [...this.#packed.values()].map((p) => p.delta),
      errors: Object.fromEntries(this.#errors),
      answers: this.answers.drain(),
      requests: this.requests.drain(),
      ...(traces.length === 0 ? {} : { traces }),
    };
    this.#packed.clear();
    this.#errors.clear();
    this.#total = new Second(0, "measure", null);
    return delta;
  }

  /** The open seconds, newest last, for a progress line. */
  openSeconds(): readonly Second[] {
    return [...this.#open.values()];
  }

  /** The record so far; more may be added afterwards, so a live view asks as often as it likes. */
  close(measuredMs: number): EndpointRecord {
    const total = this.#total;
    const windows = [...this.#packed.values()].map((p) => p.window);
    for (const second of this.#open.values()) windows.push(second.toWindow());
    return {
      ...this.facts,
      count: total.count,
      failed: total.failed,
      ratePerSec: measuredMs > 0 ? (total.count * 1000) / measuredMs : 0,
      items: total.histogram.count * (this.facts.rows ?? 0),
      latencyMs: summarise(total),
      hdr: total.histogram.encode(),
      errors: Object.fromEntries(this.#errors),
      answers: this.answers.close(),
      ...this.traces.close(),
      windows: windows.sort((a, b) => a.t - b.t || (a.phase < b.phase ? 1 : -1)),
    };
  }

  /** A packed second made whole again for a late sample. */
  #reopen(key: string): Second | undefined {
    const packed = this.#packed.get(key);
    if (packed === undefined) return undefined;
    this.#packed.delete(key);
    const { t, phase, stage } = packed.delta;
    const second = new Second(t, phase, stage);
    second.absorb(packed.delta);
    return second;
  }

  #pack(before: number): void {
    for (const [key, second] of this.#open) {
      if (second.t >= before) continue;
      this.#packed.set(key, { delta: second.toDelta(), window: second.toWindow() });
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
    p95: s.histogram.supportedMs(0.95),
    p99: s.histogram.supportedMs(0.99),
  };
};
