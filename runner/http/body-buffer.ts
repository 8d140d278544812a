// Collects the pieces of one response body in a single growing buffer, within a limit of its own and one shared with
// the other bodies under way in the thread.

import { FailureError, failure } from "./failure.ts";
import { MAX_BODY_BYTES, MAX_PENDING_BYTES } from "./limits.ts";

/** Bytes that half-received bodies hold now, counted over all connections that share this object. */
export interface PendingBytes {
  held: number;
}

const SMALLEST = 4096;
const NOTHING = Buffer.alloc(0);

export class BodyBuffer {
  readonly #pending: PendingBytes;
  readonly #limit: number;
  #bytes: Buffer = NOTHING;
  #length = 0;

  constructor(pending: PendingBytes, limit: number = MAX_BODY_BYTES) {
    this.#pending = pending;
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** Copies `source[start..end)`. @throws FailureError beyond a limit */
  append(source: Buffer, start: number, end: number): void {
    const length = this.#length + end - start;
    if (length > this.#bytes.length) this.#grow(length);
    source.copy(this.#bytes, this.#length, start, end);
    this.#length = length;
  }

  /** What was collected: a view, valid until `clear`. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Lets go of the memory. */
  clear(): void {
    this.#pending.held -= this.#bytes.length;
    this.#bytes = NOTHING;
    this.#length = 0;
  }

  #grow(needed: number): void {
    if (needed > this.#limit) throw new FailureError(failure(`response body exceeded ${this.#limit} bytes`));
    const size = Math.min(this.#limit, Math.max(SMALLEST, needed, this.#bytes.length * 2));
    if (this.#pending.held - this.#bytes.length + size > MAX_PENDING_BYTES)
      throw new FailureError(failure(`response bodies under way exceeded ${MAX_PENDING_BYTES} bytes together`));
    const bytes = Buffer.allocUnsafeSlow(size);
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#pending.held += size - this.#bytes.length;
    this.#bytes = bytes;
  }
}
