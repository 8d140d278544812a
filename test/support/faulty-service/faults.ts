// What can be wrong with the test service. Every fault is off unless it is asked for; without any it is healthy.

export interface Faults {
  /** Requests worked on at once; the others wait in a queue. 1 is "serialised". */
  readonly workers: number;
  /** Time a worker takes for a request, and for each of its texts, in ms: the capacity is known by arithmetic. */
  readonly serviceMs: number;
  readonly perTextMs: number;
  /** /health waits in the same queue, as behind a blocked event loop. */
  readonly healthQueues: boolean;
  /** /health takes so long on its own, in ms. */
  readonly healthMs: number;
  /** Memory that stays behind after each request, in bytes. */
  readonly leakBytes: number;
  /** While other requests are under way, a batch gets its answers in another order. */
  readonly mixUpBatch: boolean;
  /** While other requests are under way, a single text gets the answer to another request's text. */
  readonly mixUpSingle: boolean;
  /** A connection idle for longer than this is reset when the next request comes, in ms. */
  readonly idleResetMs: number;
  /** With more requests than this in the house, further ones are reset. */
  readonly backlog: number;
  /** All workers stop for `forMs` every `everyMs`. */
  readonly stall: { readonly everyMs: number; readonly forMs: number } | null;
  /** The service says it was started anew, and drops its connections, after so many requests. */
  readonly restartAfter: number;
  /** Batches of this size answer 500. */
  readonly failBatchSize: number | null;
  /** Every so many-th request answers 500, whatever it is. */
  readonly failEvery: number;
  /** A request that holds this text, or one made unique from it, answers 500. */
  readonly failText: string | null;
  /** Of every `every` requests the last `row` answer 500, one after the other. */
  readonly failInARow: { readonly every: number; readonly row: number } | null;
  /** In a batch, only so many characters of each text are looked at. */
  readonly cutInBatch: number;
  /** The same text gets another score each time. */
  readonly unstable: boolean;
  /** A text seen before costs only this share of its time: a cache. */
  readonly repeatCost: number;
}

export const healthy: Faults = {
  workers: 4,
  serviceMs: 30,
  perTextMs: 1,
  healthQueues: false,
  healthMs: 0,
  leakBytes: 0,
  mixUpBatch: false,
  mixUpSingle: false,
  idleResetMs: Number.POSITIVE_INFINITY,
  backlog: Number.POSITIVE_INFINITY,
  stall: null,
  restartAfter: Number.POSITIVE_INFINITY,
  failBatchSize: null,
  failEvery: Number.POSITIVE_INFINITY,
  failText: null,
  failInARow: null,
  cutInBatch: Number.POSITIVE_INFINITY,
  unstable: false,
  repeatCost: 1,
};
