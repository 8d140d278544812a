// Where the body of a response goes piece by piece, for a script that reads a stream.

import type { ResponseHead } from "./response-head.ts";

export interface BodyStream {
  /** A request is about to be sent (again, after a redirect); `stop` ends its answer where it stands. */
  began(stop: () => void): void;
  /** Its head has arrived. @param at instant of the read, on the VU's monotonic clock, ms */
  opened(head: ResponseHead, at: number): void;
  /** A piece of its body. @param bytes only valid during the call @param at as above */
  received(bytes: Buffer, at: number): void;
}
