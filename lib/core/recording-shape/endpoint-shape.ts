// One endpoint of a recording: what it carries, its figures over the measured phase, its answers, its seconds.

import { Type } from "typebox";
import { count, counts, numberOrNull, object, orNull } from "./object.ts";

export const phase = Type.Enum(["warmup", "measure"]);

/** What an endpoint is for. */
export const role = Type.Enum(["inference", "health", "other"]);

/** Quantiles a sample of this size cannot carry are null, never a maximum in disguise. */
export const latencySummary = object({
  mean: numberOrNull,
  min: numberOrNull,
  max: numberOrNull,
  p50: numberOrNull,
  p95: numberOrNull,
  p99: numberOrNull,
});

/** How an HTTP 200 answer can be wrong. */
const answerFault = Type.Enum(["malformed", "error", "count", "label", "score", "batch-differs", "mixed-up"]);

export const answerRecord = object(
  {
    checked: count,
    mismatched: count,
    faults: Type.Partial(Type.Record(answerFault, count), { additionalProperties: false }),
    /** Ids of rows that were answered wrongly at least once, sorted; the first hundred. */
    wrongInputs: Type.Array(Type.String()),
    labelled: count,
    correct: count,
  },
  "Answers, counted per row and not per request.",
);

export const window = object(
  {
    /** Whole seconds since `startedAt`, by the end of the request. */
    t: count,
    phase,
    stage: orNull(Type.String()),
    n: count,
    failed: count,
    /** Sum of successful latencies, so that means merge exactly. */
    sumMs: Type.Number(),
    p50Ms: numberOrNull,
    p95Ms: numberOrNull,
    p99Ms: numberOrNull,
    maxMs: numberOrNull,
    /** Successful latencies. */
    hdr: Type.String(),
  },
  "One second of one endpoint, phase and stage; t counts whole seconds from startedAt.",
);

const slowRequest = {
  /** 32 hexadecimal digits, as in the request's traceparent. */
  traceId: Type.String({ pattern: "^[0-9a-f]{32}$" }),
  /** End of the request, in ms since `startedAt`. */
  atMs: Type.Number({ minimum: 0 }),
  ms: Type.Number({ minimum: 0 }),
};

const tracedRequests = object(
  {
    slowest: Type.Array(object(slowRequest)),
    failed: Type.Array(
      object({
        ...slowRequest,
        /** As in `errors`. */
        failure: Type.String(),
      }),
    ),
  },
  "Traces of requests of the measured phase: the slowest that succeeded, the earliest that failed; five of each.",
);

export const endpointRecord = object(
  {
    name: Type.String(),
    role,
    method: Type.String(),
    /** Path the requests went to, e.g. /classify. */
    path: Type.String(),
    /** Rows a request; null when the request carries none. */
    rows: orNull(count),
    count,
    failed: count,
    ratePerSec: Type.Number(),
    /** Work done: rows in good answers, counted in the recording's `item`. */
    items: count,
    /** Of successful requests. */
    latencyMs: latencySummary,
    /** All successful latencies of the measured phase: HdrHistogram in microseconds, compressed base64. */
    hdr: Type.String(),
    errors: counts,
    answers: answerRecord,
    /** Absent where no request was traced. */
    traces: Type.Optional(tracedRequests),
    windows: Type.Array(window),
  },
  "One endpoint over the measured phase; `windows` also hold the warm-up.",
);

/** The requests that held a text, as it is or made unique, by endpoint. */
export const failingText = object(
  {
    /** Corpus id. */
    input: Type.String(),
    requests: counts,
    /** Those of `requests` that failed; endpoints without any are left out. */
    failed: counts,
  },
  "A corpus text that was in a failed request, with the requests that held it by endpoint.",
);
