// TRACE=1: every request of the load carries a W3C traceparent, and what may be among the slowest or the first that failed
// leaves its trace id. A user says only what is among its own, which grows with the logarithm of its requests: a tag that
// differs by request is nothing to give every sample.

import crypto from "k6/crypto";
import { Trend } from "k6/metrics";
import { errorKind } from "../core/error-kind.ts";
import { metric, type Tags, tag } from "../core/metric-sample.ts";
import { NotableRequests } from "../core/trace/notable-requests.ts";
import { SERIES_BYTES, traceSeries } from "../core/trace/trace-id.ts";

/** How a request ended, as k6 tells it. */
export interface Ended {
  readonly status: number;
  readonly errorCode: number;
  readonly ms: number;
}

export interface Traced {
  /** To be sent with the request. */
  readonly headers: Readonly<Record<string, string>>;
  ended(how: Ended, failed: boolean, tags: Tags): void;
}

const notTraced: Traced = { headers: {}, ended: () => undefined };

// Declared only where it is wanted: k6 would list it.
const traced = __ENV.TRACE === "1" ? new Trend(metric.traced, true) : undefined;
const next = traceSeries(traced === undefined ? [] : [...new Uint8Array(crypto.randomBytes(SERIES_BYTES))]);
const byEndpoint = new Map<string, NotableRequests>();

const notableOf = (endpoint: string): NotableRequests => {
  const known = byEndpoint.get(endpoint) ?? new NotableRequests();
  byEndpoint.set(endpoint, known);
  return known;
};

/** The next request's trace. */
export function trace(): Traced {
  if (traced === undefined) return notTraced;
  const { traceId, traceparent } = next();
  return {
    headers: { traceparent },
    ended({ status, errorCode, ms }, failed, tags) {
      if (tags[tag.phase] !== "measure") return;
      const code = errorCode === 0 ? {} : { error_code: String(errorCode) };
      const why = failed ? { failure: errorKind({ status: String(status), ...code }) } : {};
      if (!notableOf(tags[tag.endpoint] ?? "").add({ traceId, atMs: Date.now(), ms, ...why })) return;
      traced.add(ms, { ...tags, [tag.trace]: traceId, ...why });
    },
  };
}
