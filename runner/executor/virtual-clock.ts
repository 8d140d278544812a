// Time for tests: it passes only when told to, and then exactly.

import { type Millis, ms } from "../../lib/core/units.ts";
import type { Clock } from "./clock.ts";

interface Task {
  readonly due: number;
  readonly run: () => void;
}

/** Lets everything that is ready run: promise chains of any depth, but no timer. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class VirtualClock implements Clock {
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

  /** Runs what falls due up to `until`, in order of time. */
  async advance(until: number): Promise<void> {
    await settle();
    for (;;) {
      const next = this.#tasks.reduce<Task | undefined>(
        (a, b) => (a === undefined || b.due < a.due ? b : a),
        undefined,
      );
      if (next === undefined || next.due > until) break;
      this.#now = next.due;
      this.#tasks = this.#tasks.filter((t) => t !== next);
      next.run();
      await settle();
    }
    this.#now = until;
  }
}
