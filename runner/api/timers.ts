// The module `k6/timers` and the timer globals of one VU. An iteration lasts until its timers have run, as in k6; a
// callback that throws ends it with that error; when its body throws or the iteration is cut, its timers are dropped.

import type { ModuleNamespace } from "../loader/script.ts";
import type { VuContext } from "../vu/context.ts";

type Callback = (...args: unknown[]) => unknown;

interface Timer {
  readonly repeats: boolean;
  /** Of which iteration it is. */
  readonly turn: number;
  handle: NodeJS.Timeout | undefined;
}

function callbackOf(value: unknown): Callback {
  if (typeof value === "function") return (...args) => Reflect.apply(value, undefined, args);
  throw new TypeError(`could not convert function call parameter 0: could not convert ${String(value)} to a function`);
}

const delayOf = (value: unknown): number => {
  const delay = Number(value);
  return delay > 0 ? Math.min(delay, 2 ** 31 - 1) : 0;
};

export class VuTimers {
  readonly #vu: Pick<VuContext, "signal">;
  readonly #warn: (text: string) => void;
  readonly #timers = new Map<number, Timer>();
  #lastId = 0;
  #calling = 0;
  /** Counts iterations: a callback of an older one is waited for no more. */
  #turn = 0;
  #signal: AbortSignal | undefined;
  #idle: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  #error: { readonly thrown: unknown } | undefined;

  constructor(vu: Pick<VuContext, "signal">, warn: (text: string) => void) {
    this.#vu = vu;
    this.#warn = warn;
  }

  /** `setTimeout`, `setInterval` and the functions that clear them, for `k6/timers` and for the globals. */
  functions(): ModuleNamespace {
    return {
      setTimeout: (callback: unknown, delay?: unknown, ...args: unknown[]) => this.#add(false, callback, delay, args),
      setInterval: (callback: unknown, delay?: unknown, ...args: unknown[]) => this.#add(true, callback, delay, args),
      clearTimeout: (id: unknown) => this.#remove(id),
      clearInterval: (id: unknown) => this.#remove(id),
    };
  }

  /**
   * Resolves when no timer is waiting and no callback is running; undefined when that is so now.
   * The promise is rejected with what a callback throws; the other timers are then dropped.
   */
  pending(): Promise<void> | undefined {
    if (this.#error) {
      const { thrown } = this.#error;
      this.#error = undefined;
      return Promise.reject(thrown);
    }
    if (this.#timers.size === 0 && this.#calling === 0) return undefined;
    return new Promise((resolve, reject) => {
      this.#idle = { resolve, reject };
    });
  }

  /** At the end of an iteration: what it left behind, because its body threw or was cut, does not run in the next one. */
  drop(): void {
    for (const [id, { repeats }] of this.#timers) {
      const name = repeats ? "setInterval" : "setTimeout";
      this.#warn(`${name} ${id} was stopped because the VU iteration was interrupted`);
    }
    this.#forget();
  }

  #add(repeats: boolean, value: unknown, delay: unknown, args: readonly unknown[]): number {
    const callback = callbackOf(value);
    const id = ++this.#lastId;
    if (!this.#watch()) return id;
    const timer: Timer = { repeats, turn: this.#turn, handle: undefined };
    const arm = (): void => {
      timer.handle = setTimeout(() => this.#fire(id, timer, callback, args, arm), delayOf(delay));
    };
    this.#timers.set(id, timer);
    arm();
    return id;
  }

  /** A repeating timer is armed again when its callback is done: callbacks of one timer never overlap. */
  async #fire(id: number, timer: Timer, callback: Callback, args: readonly unknown[], arm: () => void): Promise<void> {
    if (!timer.repeats) this.#timers.delete(id);
    const { turn } = timer;
    this.#calling++;
    try {
      await callback(...args);
      if (timer.repeats && this.#timers.get(id) === timer) arm();
    } catch (thrown) {
      if (turn === this.#turn) this.#fail(thrown);
    } finally {
      if (turn === this.#turn) {
        this.#calling--;
        this.#settle();
      }
    }
  }

  #fail(thrown: unknown): void {
    this.#clear();
    const idle = this.#idle;
    this.#idle = undefined;
    if (idle) idle.reject(thrown);
    else this.#error = { thrown };
  }

  #settle(): void {
    if (this.#timers.size > 0 || this.#calling > 0) return;
    const idle = this.#idle;
    this.#idle = undefined;
    idle?.resolve();
  }

  #remove(id: unknown): void {
    const timer = this.#timers.get(Number(id));
    if (timer === undefined) return;
    clearTimeout(timer.handle);
    this.#timers.delete(Number(id));
    this.#settle();
  }

  #clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer.handle);
    this.#timers.clear();
  }

  /** False when the iteration has been cut already. */
  #watch(): boolean {
    const signal = this.#vu.signal();
    if (signal.aborted) return false;
    if (signal === this.#signal) return true;
    this.#signal = signal;
    signal.addEventListener("abort", this.#cut, { once: true });
    return true;
  }

  /** The iteration is over: nothing of it runs or is waited for any more. */
  #cut = (event: Event): void => {
    if (event.target !== this.#signal) return;
    this.#signal = undefined;
    this.#forget();
  };

  #forget(): void {
    this.#clear();
    this.#turn++;
    this.#calling = 0;
    this.#idle = undefined;
    this.#error = undefined;
  }
}

export function timersModule(timers: VuTimers): ModuleNamespace {
  const members = timers.functions();
  return { ...members, default: members };
}
