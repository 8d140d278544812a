// A place that values flow into. Who reads it looks again when it grows.

import type { Value, Values } from "./values.ts";
import type { Unit, Worklist } from "./worklist.ts";

/** What values can be put into: a cell, or a pool. */
export interface Sink {
  add(value: Value): void;
  addAll(source: Values): void;
}

export class Cell implements Sink {
  readonly #values = new Set<Value>();
  readonly #readers = new Set<Unit>();
  readonly #work: Worklist;
  readonly #taken = new WeakMap<Values, number>();
  #lastReader: Unit | undefined;

  constructor(work: Worklist) {
    this.#work = work;
  }

  get values(): Values {
    const reader = this.#work.current;
    if (reader && reader !== this.#lastReader) {
      this.#lastReader = reader;
      this.#readers.add(reader);
    }
    return this.#values;
  }

  add(value: Value): void {
    this.learn(value);
  }

  /** Adds a value; false if it was there. */
  learn(value: Value): boolean {
    if (this.#values.has(value)) return false;
    this.#values.add(value);
    for (const unit of this.#readers) this.#work.queue(unit);
    return true;
  }

  addAll(source: Values): void {
    if (source === this.#values) return;
    // Sets only grow: what was taken at this size was all of it.
    if (this.#taken.get(source) === source.size) return;
    this.#taken.set(source, source.size);
    for (const value of source) this.add(value);
  }
}
