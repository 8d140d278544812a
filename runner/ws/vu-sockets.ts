// The WebSockets of `k6/websockets` that one VU has open, and their events: an event is told when the VU waits for
// nothing else, one at a time, and an iteration lasts until its sockets are closed, as in k6.

import type { UntilIdle } from "../loader/script.ts";
import type { VuContext } from "../vu/context.ts";

type Tell = () => unknown;

export class VuSockets {
  readonly #vu: Pick<VuContext, "signal">;
  readonly #open = new Set<{ terminate(): void }>();
  #events: Tell[] = [];
  #telling = false;
  /** Handlers that were called and have not ended. */
  #running = 0;
  #signal: AbortSignal | undefined;
  #idle: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  #error: { readonly thrown: unknown } | undefined;
  untilIdle: UntilIdle = () => undefined;

  constructor(vu: Pick<VuContext, "signal">) {
    this.#vu = vu;
  }

  /** False when the iteration is over already. */
  add(socket: { terminate(): void }): boolean {
    const signal = this.#vu.signal();
    if (signal.aborted) return false;
    if (signal !== this.#signal) {
      this.#signal = signal;
      signal.addEventListener("abort", this.#cut, { once: true });
    }
    this.#open.add(socket);
    return true;
  }

  remove(socket: { terminate(): void }): void {
    this.#open.delete(socket);
    this.#settle();
  }

  /** Has `tell` called after all events before it. */
  event(tell: Tell): void {
    this.#events.push(tell);
    if (!this.#telling) void this.#tellAll();
  }

  /** Resolves when no socket is open and no handler is running; undefined when that is so now. Rejected with what a handler throws. */
  pending(): Promise<void> | undefined {
    if (this.#error !== undefined) {
      const { thrown } = this.#error;
      this.drop();
      return Promise.reject(thrown);
    }
    if (!this.#busy) return undefined;
    return new Promise((resolve, reject) => {
      this.#idle = { resolve, reject };
    });
  }

  /** Forgets all of them, without a word to either side. */
  drop(): void {
    const open = [...this.#open];
    this.#open.clear();
    this.#events = [];
    this.#running = 0;
    this.#signal = undefined;
    this.#idle = undefined;
    this.#error = undefined;
    for (const socket of open) socket.terminate();
  }

  /** Calls a handler and waits for it, if it waits; what it throws ends the iteration. */
  call(handler: Tell): void {
    const signal = this.#signal;
    const current = (): boolean => signal === this.#signal;
    this.#running++;
    const failed = (thrown: unknown): void => {
      if (!current()) return;
      const idle = this.#idle;
      if (idle === undefined) this.#error ??= { thrown };
      else {
        this.drop();
        idle.reject(thrown);
      }
    };
    void Promise.resolve(handler())
      .catch(failed)
      .finally(() => {
        if (!current()) return;
        this.#running--;
        this.#settle();
      });
  }

  /** What a handler threw at once. */
  failed(thrown: unknown): void {
    this.call(() => Promise.reject(thrown));
  }

  get #busy(): boolean {
    return this.#open.size > 0 || this.#running > 0 || this.#events.length > 0;
  }

  /** What an event sets off has run before the next is told. */
  async #tellAll(): Promise<void> {
    this.#telling = true;
    try {
      while (this.#events.length > 0) {
        for (let idle = this.untilIdle(); idle !== undefined; idle = this.untilIdle()) await idle;
        this.#events.shift()?.();
        await new Promise(setImmediate);
      }
    } finally {
      this.#telling = false;
    }
    this.#settle();
  }

  #settle(): void {
    if (this.#busy || this.#telling) return;
    const idle = this.#idle;
    this.#idle = undefined;
    idle?.resolve();
  }

  readonly #cut = (event: Event): void => {
    if (event.target === this.#signal) this.drop();
  };
}
