// The requests of an endpoint that somebody will look up in their tracing: the slowest and the first that failed, a few
// of each. What is kept follows from the requests alone, not from the order or the parts in which they come, so that
// users, threads and machines may each keep their own and be put together.

export interface TracedRequest {
  readonly traceId: string;
  /** End of the request, in ms since the start of the run. */
  readonly atMs: number;
  /** What it took. */
  readonly ms: number;
  /** Why it failed, in a word; absent when it did not. */
  readonly failure?: string;
}

/** Kept of each. */
export const KEPT = 5;

type Order = (a: TracedRequest, b: TracedRequest) => number;

const byId: Order = (a, b) => (a.traceId < b.traceId ? -1 : a.traceId > b.traceId ? 1 : 0);
const slowestFirst: Order = (a, b) => b.ms - a.ms || a.atMs - b.atMs || byId(a, b);
const earliestFirst: Order = (a, b) => a.atMs - b.atMs || byId(a, b);

/** Puts a request into its place; false when it is behind all that are kept. */
function keep(kept: TracedRequest[], request: TracedRequest, order: Order): boolean {
  const behind = kept.findIndex((other) => order(request, other) < 0);
  const place = behind === -1 ? kept.length : behind;
  if (place >= KEPT) return false;
  kept.splice(place, 0, request);
  kept.length = Math.min(kept.length, KEPT);
  return true;
}

export class NotableRequests {
  /** Successful ones, slowest first. */
  readonly slowest: TracedRequest[] = [];
  /** Earliest first. */
  readonly failed: TracedRequest[] = [];

  /** Whether the request is among those kept. */
  add(request: TracedRequest): boolean {
    return request.failure === undefined
      ? keep(this.slowest, request, slowestFirst)
      : keep(this.failed, request, earliestFirst);
  }

  /** All that are kept, which are then forgotten here. */
  drain(): readonly TracedRequest[] {
    return [...this.slowest.splice(0), ...this.failed.splice(0)];
  }
}
