// Asks an OpenAI-like endpoint for a stream, reads it to its end, and counts it as what it was. The times are defined
// in lib/core/streams/stream-times.ts.

import { Counter, Rate, Trend } from "k6/metrics";
import sse from "k6/x/sse";
import { type OpenAiEvent, openAiEvent } from "../core/streams/openai-event.ts";
import { type ContentPiece, streamTimes } from "../core/streams/stream-times.ts";

const ttft = new Trend("ttft", true);
const tpot = new Trend("tpot", true);
const interChunk = new Trend("inter_chunk", true);
const outputTokens = new Counter("output_tokens");
/** 1: the answer came to its end; 0: it was refused, failed, broke off, or held an error under HTTP 200. */
const streamWhole = new Rate("stream_whole");
/** 1: whole, and within all of its bounds at once. Refused and broken streams are in the denominator. */
const good = new Rate("good");

/** Bounds that one request must keep together to be good, in ms. */
export interface Bounds {
  readonly ttft: number;
  readonly tpot: number;
}

/** How a stream ended. `length` is no failure: the answer was as long as it was allowed to be. */
export type StreamEnd = "stop" | "length" | "refused" | "broken" | "error" | "empty";

/** @param body what is sent, without `stream`; the usage is asked for, so that tokens are the server's own count */
export function readOpenAiStream(url: string, body: object, bounds: Bounds, tags: Record<string, string>): StreamEnd {
  const pieces: ContentPiece[] = [];
  const seen: OpenAiEvent[] = [];
  const startMs = Date.now();
  const params = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...body, stream: true, stream_options: { include_usage: true } }),
    tags,
  };
  const response = sse.open(url, params, (client) => {
    client.on("event", ({ data, at }) => {
      const event = openAiEvent(data);
      seen.push(event);
      if (event.text !== "") pieces.push({ atMs: at ?? Date.now(), text: event.text });
    });
  });
  const times = streamTimes(startMs, pieces, seen.find(({ usage }) => usage !== undefined)?.usage);
  const end = endOf(response.status, seen, times !== undefined);
  const whole = end === "stop" || end === "length";
  streamWhole.add(whole, tags);
  good.add(whole && times !== undefined && times.ttftMs <= bounds.ttft && (times.tpotMs ?? 0) <= bounds.tpot, tags);
  if (whole && times !== undefined) {
    ttft.add(times.ttftMs, tags);
    if (times.tpotMs !== undefined) tpot.add(times.tpotMs, tags);
    for (const gap of times.interChunkMs) interChunk.add(gap, tags);
    outputTokens.add(times.tokens, { ...tags, counted_by: times.countedBy });
  }
  return end;
}

function endOf(status: number, seen: readonly OpenAiEvent[], hasText: boolean): StreamEnd {
  if (status === 0) return "broken";
  if (status < 200 || status >= 300) return "refused";
  if (seen.some(({ error }) => error !== undefined)) return "error";
  // A worker that dies in the middle just ends the stream: only the end mark or a reason tells it from a whole one.
  const finish = seen.find((event) => event.finish !== undefined)?.finish;
  if (finish === undefined && !seen.some(({ done }) => done)) return "broken";
  if (!hasText) return "empty";
  return finish === "length" ? "length" : "stop";
}
