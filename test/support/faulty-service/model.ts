// What the test service does with a request, without any socket: faults included, time injected.

import { isRecord } from "../../../lib/core/json.ts";
import type { Prediction } from "../../../lib/core/service-contract.ts";
import type { Clock } from "../virtual-clock.ts";
import { answerTo } from "./answers.ts";
import { type Faults, healthy } from "./faults.ts";
import { Workers } from "./workers.ts";

/** What a caller gets; `reset` is a broken connection. */
export type Reply = { readonly status: number; readonly json: unknown } | "reset";

export interface Call {
  readonly path: string;
  readonly body?: unknown;
  /** Stands for the connection the request came by. */
  readonly connection: object;
}

const BASE_RSS = 100_000_000;

const textsOf = (path: string, body: unknown): readonly string[] | undefined => {
  if (!isRecord(body)) return undefined;
  if (path === "/predict") return typeof body.text === "string" ? [body.text] : undefined;
  const { texts } = body;
  const all = Array.isArray(texts) ? texts.filter((t) => typeof t === "string") : [];
  return Array.isArray(texts) && all.length === texts.length && all.length > 0 ? all : undefined;
};

export class FaultyModel {
  readonly #faults: Faults;
  readonly #clock: Clock;
  readonly #workers: Workers;
  readonly #lastUse = new WeakMap<object, number>();
  readonly #seen = new Set<string>();
  readonly #underWay: string[] = [];
  #requests = 0;
  #starts = 1;

  constructor(faults: Partial<Faults>, clock: Clock) {
    this.#faults = { ...healthy, ...faults };
    this.#clock = clock;
    this.#workers = new Workers(this.#faults, clock);
  }

  /** How often the service was started: a change means that every open connection broke. */
  get starts(): number {
    return this.#starts;
  }

  /** The values of `/metrics`, by name. */
  metrics(): Readonly<Record<string, number>> {
    return {
      process_start_time_seconds: 1_000_000 + this.#starts,
      process_resident_memory_bytes: BASE_RSS + this.#requests * this.#faults.leakBytes,
      tailgate_queue_depth: this.#workers.queued,
    };
  }

  async reply(call: Call): Promise<Reply> {
    if (this.#resets(call.connection)) return "reset";
    const { starts } = this;
    const reply = call.path === "/health" ? await this.#health() : await this.#predict(call);
    this.#lastUse.set(call.connection, this.#clock.now());
    return starts === this.starts ? reply : "reset";
  }

  #resets(connection: object): boolean {
    const last = this.#lastUse.get(connection);
    const isIdle = last !== undefined && this.#clock.now() - last > this.#faults.idleResetMs;
    if (isIdle) this.#lastUse.delete(connection);
    return isIdle || this.#workers.inHouse > this.#faults.backlog;
  }

  async #health(): Promise<Reply> {
    if (this.#faults.healthQueues) await this.#workers.work(1);
    if (this.#faults.healthMs > 0) await this.#clock.sleep(this.#faults.healthMs);
    return { status: 200, json: { status: "ok", profile: "faulty" } };
  }

  async #predict({ path, body }: Call): Promise<Reply> {
    const texts = textsOf(path, body);
    if (texts === undefined) return { status: 400, json: { error: "expected {text} or {texts}" } };
    const marker = texts[0] ?? "";
    this.#underWay.push(marker);
    await this.#workers.work(this.#cost(texts));
    this.#underWay.splice(this.#underWay.indexOf(marker), 1);
    this.#requests += 1;
    if (this.#requests % this.#faults.restartAfter === 0) this.#starts += 1;
    if (this.#fails(texts)) return { status: 500, json: { error: "resource contention" } };
    const predictions = this.#answers(path === "/predict", texts);
    return { status: 200, json: path === "/predict" ? predictions[0] : { predictions } };
  }

  #fails(texts: readonly string[]): boolean {
    const { failBatchSize, failEvery, failInARow, failText } = this.#faults;
    const isBad = failText !== null && texts.some((t) => t.endsWith(failText));
    const isInRow = failInARow !== null && this.#requests % failInARow.every >= failInARow.every - failInARow.row;
    return texts.length === failBatchSize || this.#requests % failEvery === 0 || isInRow || isBad;
  }

  #cost(texts: readonly string[]): number {
    const { serviceMs, perTextMs, repeatCost } = this.#faults;
    const isKnown = texts.every((t) => this.#seen.has(t));
    for (const t of texts) this.#seen.add(t);
    return (serviceMs + perTextMs * texts.length) * (isKnown ? repeatCost : 1);
  }

  #answers(isSingle: boolean, texts: readonly string[]): readonly Prediction[] {
    const { mixUpBatch, mixUpSingle, cutInBatch, unstable } = this.#faults;
    const other = this.#underWay.find((t) => t !== texts[0]);
    const seen = isSingle ? texts : texts.map((t) => t.slice(0, cutInBatch));
    const right = (isSingle && mixUpSingle && other !== undefined ? [other] : seen).map(answerTo);
    const ordered = !isSingle && mixUpBatch && other !== undefined ? [...right.slice(1), ...right.slice(0, 1)] : right;
    return unstable ? ordered.map((p) => ({ ...p, score: 0.5 + Math.random() / 2 })) : ordered;
  }
}
