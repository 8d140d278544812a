// Trace ids of a load's requests, as W3C Trace Context has them (https://www.w3.org/TR/trace-context/, level 1): every
// request is the root of a trace of its own, marked as sampled.

import { mix32 } from "../random.ts";

export interface TracedSpan {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** The value of a `traceparent` header. */
  readonly traceparent: string;
}

/** Random bytes that a series of ids starts from: eight begin each of its ids, four choose the rest. */
export const SERIES_BYTES = 12;

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, "0");

/**
 * The ids of one user, in the order of its requests. They differ from those of every other series as its random bytes
 * do; the second half looks random too, since samplers decide by it.
 */
export function traceSeries(random: readonly number[]): () => TracedSpan {
  const first = random
    .slice(0, 8)
    .map((byte) => hex(byte, 2))
    .join("");
  const salt = random.slice(8, SERIES_BYTES).reduce((word, byte) => ((word << 8) | byte) >>> 0, 0);
  let n = 0;
  return () => {
    n += 1;
    // A span id of zeros alone is no id.
    const rest = hex(mix32(salt, n) || 1, 8) + hex(mix32(salt, n, 1), 8);
    return { traceId: first + rest, traceparent: `00-${first}${rest}-${rest}-01` };
  };
}
