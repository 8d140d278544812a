// Time for tests: it passes only when it is told to, or when everybody waits for it. Seconds of load then take
// milliseconds, and give the same on a busy machine as on an idle one.

import { type Millis, ms } from "../../lib/core/units.ts";
import type { Clock as RunnerClock } from "../../runner/executor/clock.ts";

/** What a service made for tests needs of time. */
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

interface Task {
  readonly due: number;
  readonly run: () => void;
}

/** Lets everything that is ready run, promise chains of any depth, but no timer. */
const settled = (): Promise<void> => new Promise((next) => setImmediate(next));

export class VirtualClock implements Clock, RunnerClock {
  #now = 0;
  #tasks: Task[] = [];

  now(): Millis {
    return ms(this.#now);
  }

  at(due: Millis, run: () => void): () => void {
    if (due <= this.#now) {
      run();
      return () => undefined;
    }
    const task = { due, run };
    this.#tasks.push(task);
    return () => {
      this.#tasks = this.#tasks.filter((t) => t !== task);
    };
  }

  async yield(): Promise<void> {
    await Promise.resolve();
  }

  sleep(durationMs: number): Promise<void> {
    return new Promise((wake) => {
      this.#tasks.push({ due: this.#now + durationMs, run: wake });
    });
  }

  /** Runs what falls due up to `until`, in order of time. */
  async advance(until: number): Promise<void> {
    await settled();
    for (let next = this.#next(); next !== undefined && next.due <= until; next = this.#next()) {
      this.#wake(next);
      await settled();
    }
    this.#now = until;
  }

  /** Lets time pass until `work` is done. @throws what it throws, or an Error when it waits for nothing */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const end = (): void => {
      isDone = true;
    };
    work.then(end, end);
    for (await settled(); !isDone; await settled()) {
      const next = this.#next();
      if (next === undefined) throw new Error("the work waits, but not for time");
      this.#wake(next);
    }
    return work;
  }

  /** The earliest task; of several at the same time the one that asked first. */
  #next(): Task | undefined {
    return this.#tasks.reduce<Task | undefined>((a, b) => (a === undefined || b.due < a.due ? b : a), undefined);
  }

  #wake(task: Task): void {
    this.#now = Math.max(this.#now, task.due);
    this.#tasks = this.#tasks.filter((t) => t !== task);
    task.run();
  }
}
