// One streamed answer: read to its end, timed, counted as what it was. The times are defined in
// lib/core/streams/stream-times.ts.

import { Counter, Rate, Trend } from "k6/metrics";
import sse from "k6/x/sse";
import type { Tags } from "../core/metric-sample.ts";
import type { Endpoint } from "../core/service/endpoint.ts";
import type { WireRequest } from "../core/service/request.ts";
import { contentLines, wholeLines } from "../core/streams/content-lines.ts";
import { needsEndMark, readEvent, type StreamFormat } from "../core/streams/stream-format.ts";
import { isGood, type StreamOutcome, streamOutcome, type TimedEvent } from "../core/streams/stream-outcome.ts";

const ttft = new Trend("ttft", true);
const tpot = new Trend("tpot", true);
const interChunk = new Trend("inter_chunk", true);
const outputTokens = new Counter("output_tokens");
/** 1: the answer came to its end; 0: it was refused, failed, broke off, or held an error under HTTP 200. */
const streamWhole = new Rate("stream_whole");
/** 1: whole, and within all of its bounds at once. Refused and broken streams are in the denominator. */
const good = new Rate("good");

export interface StreamReply {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly outcome: StreamOutcome;
  /** From the request to the end of the answer. */
  readonly ms: number;
}

export type StreamAsked = (
  url: string,
  request: WireRequest,
  endpoint: Pick<Endpoint<unknown>, "good"> & { readonly stream: StreamFormat },
  tags: Tags,
) => StreamReply;

const textOf = (body: WireRequest["body"]): string => {
  if (body === null || typeof body === "string") return body ?? "";
  throw new TypeError("a streaming endpoint sends a text or JSON, no bytes");
};

function record({ times }: StreamOutcome, tags: Tags): void {
  streamWhole.add(times !== undefined, tags);
  if (times === undefined) return;
  ttft.add(times.ttftMs, tags);
  if (times.tpotMs !== undefined) tpot.add(times.tpotMs, tags);
  for (const gap of times.interChunkMs) interChunk.add(gap, tags);
  outputTokens.add(times.tokens, { ...tags, counted_by: times.countedBy });
}

export const askStream: StreamAsked = (url, { method, headers, body }, { stream, good: bounds }, tags) => {
  const events: TimedEvent[] = [];
  const take = (data: string, atMs: number): void => {
    events.push({ atMs, event: readEvent(stream, data) });
  };
  let rest = "";
  const startMs = Date.now();
  const response = sse.open(url, { method, headers: { ...headers }, body: textOf(body), tags }, (client) => {
    if (stream !== "lines") {
      client.on("event", ({ data, at }) => take(data, at ?? Date.now()));
      return;
    }
    client.on("chunk", ({ data, at }) => {
      const read = contentLines(`${rest}${data}`);
      rest = read.rest;
      for (const line of read.lines) take(line, at);
    });
  });
  const ms = Date.now() - startMs;
  for (const line of wholeLines(rest)) take(line, Date.now());
  const outcome = streamOutcome(response.status, startMs, events, needsEndMark(stream));
  record(outcome, tags);
  if (bounds !== undefined) good.add(isGood(outcome, bounds), tags);
  return { status: response.status, outcome, ms };
};
