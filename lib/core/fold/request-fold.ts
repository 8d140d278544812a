// Which requests of an endpoint were answered and which failed, by their number: seed and number give a request's
// texts again, so that no sample needs to name them.

import { IndexSet } from "./index-set.ts";

/** Numbers since the last drain, in a form that crosses threads. */
export interface RequestDelta {
  /** Sets of numbers, encoded. */
  readonly asked: string;
  readonly failed: string;
}

/** Requests that came to an end in the measured phase; `failed` are some of `asked`. */
export interface RequestNumbers {
  readonly asked: Iterable<number>;
  readonly failed: IndexSet;
}

export class RequestFold implements RequestNumbers {
  readonly asked = new IndexSet();
  readonly failed = new IndexSet();

  add(index: number, hasFailed: boolean): void {
    this.asked.add(index);
    if (hasFailed) this.failed.add(index);
  }

  absorb(delta: RequestDelta): void {
    this.asked.addEncoded(delta.asked);
    this.failed.addEncoded(delta.failed);
  }

  drain(): RequestDelta {
    const delta = { asked: this.asked.encode(), failed: this.failed.encode() };
    this.asked.clear();
    this.failed.clear();
    return delta;
  }
}
