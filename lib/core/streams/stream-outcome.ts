// What a streamed answer came to: whole, or how it failed. HTTP 200 says nothing of that: it was sent before the first
// word.

import type { StreamEvent } from "./stream-event.ts";
import { type StreamTimes, streamTimes } from "./stream-times.ts";

/** `length` is no failure: the answer was as long as it was allowed to be. */
export type StreamEnd = "stop" | "length" | "refused" | "broken" | "error" | "empty";

/** An event with the instant it was read; on any clock, the same one for all. */
export interface TimedEvent {
  readonly atMs: number;
  readonly event: StreamEvent;
}

export interface StreamOutcome {
  readonly end: StreamEnd;
  /** All content in order. */
  readonly text: string;
  /** Of a whole answer; undefined otherwise. */
  readonly times: StreamTimes | undefined;
  /** Why it failed, in a few words; undefined when it is whole. */
  readonly why: string | undefined;
}

function endOf(status: number, events: readonly StreamEvent[], text: string, endMark: boolean): StreamEnd {
  if (status === 0) return "broken";
  if (status < 200 || status >= 300) return "refused";
  if (events.some(({ error }) => error !== undefined)) return "error";
  const finish = events.find((event) => event.finish !== undefined)?.finish;
  // A worker that dies in the middle just ends the stream: only the end mark or a reason tells it from a whole one.
  if (endMark && finish === undefined && !events.some(({ done }) => done)) return "broken";
  if (text === "") return "empty";
  return finish === "length" ? "length" : "stop";
}

const whyOf = (end: StreamEnd, status: number, events: readonly StreamEvent[]): string | undefined => {
  switch (end) {
    case "refused":
      return `status ${status}`;
    case "broken":
      return "the stream broke off";
    case "error":
      return events.find(({ error }) => error !== undefined)?.error ?? "an error in the stream";
    case "empty":
      return "the stream held no content";
    default:
      return undefined;
  }
};

/**
 * @param status HTTP status; 0 when the connection failed before or while it was read
 * @param startMs when the request was sent, or due
 * @param endMark whether a whole answer ends with a mark
 */
export function streamOutcome(
  status: number,
  startMs: number,
  timed: readonly TimedEvent[],
  endMark: boolean,
): StreamOutcome {
  const events = timed.map(({ event }) => event);
  const text = events.map((event) => event.text).join("");
  const end = endOf(status, events, text, endMark);
  const why = whyOf(end, status, events);
  const usage = events.find((event) => event.usage !== undefined)?.usage;
  const pieces = timed.map(({ atMs, event }) => ({ atMs, text: event.text }));
  return { end, text, times: why === undefined ? streamTimes(startMs, pieces, usage) : undefined, why };
}

/** Bounds that one request must keep together to be good, in ms; what is left out binds nothing. */
export interface GoodBounds {
  readonly ttft?: number;
  readonly tpot?: number;
  /** From sending to the last content. */
  readonly e2e?: number;
}

/**
 * Whether a request kept all bounds at once (goodput: Zhong et al., DistServe, OSDI 2024). One that failed keeps none;
 * one token has no time per token, and keeps that bound.
 */
export const isGood = ({ times }: StreamOutcome, bounds: GoodBounds): boolean =>
  times !== undefined &&
  times.ttftMs <= (bounds.ttft ?? Number.POSITIVE_INFINITY) &&
  (times.tpotMs ?? 0) <= (bounds.tpot ?? Number.POSITIVE_INFINITY) &&
  times.endToEndMs <= (bounds.e2e ?? Number.POSITIVE_INFINITY);
