// A semaphore of k workers with a first-come queue: what makes the test service's capacity a matter of arithmetic.

import type { Clock } from "../virtual-clock.ts";
import type { Faults } from "./faults.ts";

/** Milliseconds until the stall that is going on ends; 0 when there is none. */
const stallLeft = ({ stall }: Faults, nowMs: number): number => {
  if (stall === null) return 0;
  const into = nowMs % stall.everyMs;
  return into < stall.forMs ? stall.forMs - into : 0;
};

export class Workers {
  readonly #faults: Faults;
  readonly #clock: Clock;
  readonly #queue: (() => void)[] = [];
  #busy = 0;

  constructor(faults: Faults, clock: Clock) {
    this.#faults = faults;
    this.#clock = clock;
  }

  get queued(): number {
    return this.#queue.length;
  }

  /** Requests being worked on or waiting. */
  get inHouse(): number {
    return this.#busy + this.#queue.length;
  }

  /** Waits for a worker and then for its work of `workMs`. */
  async work(workMs: number): Promise<void> {
    if (this.#busy < this.#faults.workers) this.#busy += 1;
    else await new Promise<void>((turn) => this.#queue.push(turn));
    await this.#clock.sleep(workMs + stallLeft(this.#faults, this.#clock.now()));
    // A worker goes straight to the next in line: freed first, it could be taken by a request that has not waited.
    const next = this.#queue.shift();
    if (next === undefined) this.#busy -= 1;
    else next();
  }
}
