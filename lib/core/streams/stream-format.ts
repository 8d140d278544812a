// How the answers of a streaming endpoint are read: a protocol by name, or functions of the user's.

import { openAiEvent } from "./openai-event.ts";
import { nothing, type StreamEvent } from "./stream-event.ts";

/** For a protocol that has no name here. */
export interface StreamReader {
  /** What one event's data says; what is left out says nothing. */
  event(data: string): Partial<StreamEvent>;
  /**
   * Whether a whole answer ends with a mark (`done`, or a `finish` reason), so that one without was cut off. False:
   * its end is the end of the connection, and nothing tells a whole answer from a broken one.
   */
  readonly endMark: boolean;
}

/**
 * `openai`: server-sent events of chat and text completions (vLLM, TGI, llama.cpp, Ollama), ended by a reason or
 * `[DONE]`. `sse`: each event's data is content. `lines`: each line is content (LitServe, plain chunks).
 */
export type StreamFormat = "openai" | "sse" | "lines" | StreamReader;

const content: StreamReader = { event: (text) => ({ text }), endMark: false };
const named: Readonly<Record<string, StreamReader>> = {
  openai: { event: openAiEvent, endMark: true },
  sse: content,
  lines: content,
};

/** Whether a description's `stream` is one. */
export const isStreamFormat = (x: unknown): x is StreamFormat =>
  typeof x === "string"
    ? Object.hasOwn(named, x)
    : typeof x === "object" &&
      x !== null &&
      "event" in x &&
      typeof x.event === "function" &&
      "endMark" in x &&
      typeof x.endMark === "boolean";

const readerOf = (format: StreamFormat): StreamReader => {
  const reader = typeof format === "string" ? named[format] : format;
  if (reader === undefined) throw new TypeError(`there is no stream format ${String(format)}`);
  return reader;
};

/** Whether a stream of this format that ends without a mark was cut off. */
export const needsEndMark = (format: StreamFormat): boolean => readerOf(format).endMark;

/** What an event's data says; a reader that throws has met an event that it cannot read. */
export function readEvent(format: StreamFormat, data: string): StreamEvent {
  try {
    return { ...nothing, ...readerOf(format).event(data) };
  } catch (error) {
    return { ...nothing, error: error instanceof Error ? error.message : String(error) };
  }
}
