// Which parts of the analysis have to be looked at again: those that read something which has grown since. What nobody
// reads costs nothing, so the work stays in proportion to what is learned.

import type { CliError } from "../../../lib/core/exit.ts";
import { onlyK6 } from "../../vu/only-k6.ts";

/** A part of the analysis that is done again when what it read has grown. */
export interface Unit {
  run(): void;
}

/** Other work of the process (signals above all) waits at most this long for the analysis. */
const SLICE_MS = 40;

/** Thirteen times what lodash needs (some 77 000, and 1.3 s of CPU): beyond it there is no end in sight. */
const MOST_RUNS = 1_000_000;

export class Worklist {
  #current: Unit | undefined;
  #queue: Unit[] = [];
  readonly #queued = new Set<Unit>();
  #runs = 0;

  /** The unit at work, to be told when what it reads grows. */
  get current(): Unit | undefined {
    return this.#current;
  }

  /** How often a unit was done. */
  get steps(): number {
    return this.#runs;
  }

  queue(unit: Unit): void {
    if (this.#queued.has(unit)) return;
    this.#queued.add(unit);
    this.#queue.push(unit);
  }

  /** Does a part for the first time, in the middle of another. */
  runNow(unit: Unit): void {
    const outer = this.#current;
    this.#current = unit;
    this.#runs++;
    unit.run();
    this.#current = outer;
  }

  /**
   * Works until nothing is left to do, and lets the process breathe meanwhile.
   * @throws CliError (107) when there is no end in sight
   */
  async empty(): Promise<void> {
    let since = performance.now();
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      for (const unit of batch) {
        this.#queued.delete(unit);
        this.#current = unit;
        unit.run();
        this.#current = undefined;
        if (++this.#runs > MOST_RUNS) throw tooEntangled();
        if (performance.now() - since < SLICE_MS) continue;
        await new Promise(setImmediate);
        since = performance.now();
      }
    }
  }
}

function tooEntangled(): CliError {
  return onlyK6(
    "the script and its libraries are too entangled to find out which of their calls wait",
    "leave the largest library out",
  );
}

/** A set whose readers look again when it grows. */
export class Noted<Item> {
  readonly #items = new Set<Item>();
  readonly #readers = new Map<Item, Set<Unit>>();
  readonly #work: Worklist;

  constructor(work: Worklist) {
    this.#work = work;
  }

  has(item: Item): boolean {
    const reader = this.#work.current;
    if (this.#items.has(item)) return true;
    if (reader) {
      const readers = this.#readers.get(item) ?? new Set();
      this.#readers.set(item, readers.add(reader));
    }
    return false;
  }

  add(item: Item): void {
    if (this.#items.has(item)) return;
    this.#items.add(item);
    for (const unit of this.#readers.get(item) ?? []) this.#work.queue(unit);
    this.#readers.delete(item);
  }
}
