// What a stretch of a run's load was, from its recording: requests, texts, and latency by endpoint. A recording has
// whole seconds; the first and the last second of a stretch count by the part of them that lies in it.

import type { EndpointRecord, Recording } from "../recording.ts";
import type { EndpointSeen } from "./profile.ts";

/** A stretch of a run, in ms since the recording's start. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface LoadBlock {
  readonly seconds: number;
  /** Requests answered within, good or failed. */
  readonly requests: number;
  /** Texts in the good ones, and those of them that came in requests with more than one. */
  readonly texts: number;
  readonly batchTexts: number;
  readonly endpoints: readonly EndpointSeen[];
}

/** The part of the second [t, t+1) that lies in a span. */
const overlap = (t: number, span: Span): number =>
  Math.max(0, Math.min(span.toMs, (t + 1) * 1000) - Math.max(span.fromMs, t * 1000)) / 1000;

function endpointSeen(endpoint: EndpointRecord, spans: readonly Span[]): EndpointSeen & { readonly good: number } {
  let count = 0;
  let good = 0;
  let sumMs = 0;
  let maxMs = 0;
  for (const window of endpoint.windows) {
    const part = Math.min(
      1,
      spans.reduce((sum, span) => sum + overlap(window.t, span), 0),
    );
    if (part === 0) continue;
    count += part * window.n;
    good += part * (window.n - window.failed);
    sumMs += part * window.sumMs;
    maxMs = Math.max(maxMs, window.maxMs ?? 0);
  }
  const { name, rows: batchSize } = endpoint;
  return { name, batchSize, count: Math.round(count), good, meanMs: good === 0 ? 0 : sumMs / good, maxMs };
}

/** The load within some stretches of a run, taken together. */
export function loadBlock(recording: Pick<Recording, "endpoints">, spans: readonly Span[]): LoadBlock {
  const seen = recording.endpoints.map((endpoint) => endpointSeen(endpoint, spans)).filter((each) => each.count > 0);
  const textsOf = (some: readonly (EndpointSeen & { good: number })[]): number =>
    Math.round(some.reduce((sum, each) => sum + each.good * (each.batchSize ?? 0), 0));
  return {
    seconds: spans.reduce((sum, span) => sum + (span.toMs - span.fromMs), 0) / 1000,
    requests: seen.reduce((sum, each) => sum + each.count, 0),
    texts: textsOf(seen),
    batchTexts: textsOf(seen.filter((each) => (each.batchSize ?? 0) > 1)),
    endpoints: seen.map(({ good: _, ...endpoint }) => endpoint),
  };
}
