// Which requests of the plan the shards of a fleet sent: each number belongs to one of them.

import { IndexSet } from "../fold/index-set.ts";
import type { FoldDelta } from "../fold/recording-fold.ts";

export class RequestCoverage {
  readonly #sent = new IndexSet();
  /** The range that every shard has come through: from the latest first number to the earliest last. */
  #from = 0;
  #to = Number.POSITIVE_INFINITY;
  /** Numbers that more than one shard sent. */
  sentTwice = 0;

  /** Takes the numbers of one shard; they are those of measured requests with an input. */
  add(delta: FoldDelta): void {
    const own = new IndexSet();
    for (const endpoint of delta.endpoints) own.addEncoded(endpoint.requests.asked);
    let first: number | undefined;
    let last: number | undefined;
    for (const index of own) {
      first ??= index;
      last = index;
      if (this.#sent.has(index)) this.sentTwice += 1;
      else this.#sent.add(index);
    }
    if (first === undefined || last === undefined) return;
    this.#from = Math.max(this.#from, first);
    this.#to = Math.min(this.#to, last);
  }

  /** @param isNumbered whether request `index` carries an input and so must be among those sent */
  unsent(isNumbered: (index: number) => boolean): number {
    if (this.#to === Number.POSITIVE_INFINITY) return 0;
    let count = 0;
    for (let index = this.#from; index <= this.#to; index++) if (!this.#sent.has(index) && isNumbered(index)) count++;
    return count;
  }
}
