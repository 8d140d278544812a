// Time that passes only when everybody waits: sleepers are woken in order, at once. Tests of seconds of load then take
// milliseconds, and give the same on a busy machine as on an idle one.

export interface Clock {
  /** Milliseconds. */
  now(): number;
  sleep(durationMs: number): Promise<void>;
}

/** The machine's own clock. */
export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (durationMs) => new Promise((wake) => setTimeout(wake, durationMs)),
};

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Lets everything run that does not wait for time. */
const settled = (): Promise<void> => new Promise((next) => setImmediate(next));

export class VirtualClock implements Clock {
  #now = 0;
  readonly #sleepers: Sleeper[] = [];

  now(): number {
    return this.#now;
  }

  sleep(durationMs: number): Promise<void> {
    const at = this.#now + durationMs;
    return new Promise((wake) => {
      const later = this.#sleepers.findIndex((s) => s.at > at);
      this.#sleepers.splice(later === -1 ? this.#sleepers.length : later, 0, { at, wake });
    });
  }

  /** Lets time pass until `work` is done. @throws what it throws, or an Error when it waits for nothing */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const end = (): void => {
      isDone = true;
    };
    work.then(end, end);
    for (await settled(); !isDone; await settled()) {
      const next = this.#sleepers.shift();
      if (next === undefined) throw new Error("the work waits, but not for time");
      this.#now = next.at;
      next.wake();
    }
    return work;
  }
}
