// A streamed answer that was read whole, without times: what the checks before a load and answers at rest see.

import { createParser } from "eventsource-parser";
import { wholeLines } from "./content-lines.ts";
import { needsEndMark, readEvent, type StreamFormat } from "./stream-format.ts";
import { type StreamOutcome, streamOutcome } from "./stream-outcome.ts";

/** The data of each event; comments and what is no event say nothing. */
function eventData(body: string): readonly string[] {
  const data: string[] = [];
  const parser = createParser({ onEvent: (event) => data.push(event.data) });
  parser.feed(body);
  return data;
}

/** @param body the whole answer as text */
export function streamBody(format: StreamFormat, status: number, body: string): StreamOutcome {
  const data = format === "lines" ? wholeLines(body) : eventData(body);
  const timed = data.map((each) => ({ atMs: 0, event: readEvent(format, each) }));
  return streamOutcome(status, 0, timed, needsEndMark(format));
}
