// Which requests of an endpoint were answered and which failed, by their number: seed and number give a request's
// texts again, so that no sample needs to name them.

import { IndexSet } from "./index-set.ts";

/** Numbers since the last drain, in a form that crosses threads. */
export interface RequestDelta {
  readonly asked: readonly number[];
  readonly failed: readonly number[];
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
    for (const index of delta.asked) this.asked.add(index);
    for (const index of delta.failed) this.failed.add(index);
  }

  drain(): RequestDelta {
    const delta = { asked: [...this.asked], failed: [...this.failed] };
    this.asked.clear();
    this.failed.clear();
    return delta;
  }
}
