// Reads the body of an answer as it arrives: pieces of text, and the server-sent events in them (WHATWG HTML, section
// "Server-sent events"), each with the instant at which its last byte was read from the socket, before any parsing.

import { createParser, type EventSourceParser } from "eventsource-parser";
import type { BodyStream } from "./body-stream.ts";
import type { ResponseHead } from "./response-head.ts";

/** One event; fields that it lacks are empty. A comment (often a keep-alive) is an event of its own, without data. */
export interface ReceivedEvent {
  readonly id: string;
  readonly name: string;
  readonly data: string;
  readonly comment: string;
}

/** Told what arrives; `at` is on the VU's monotonic clock, in ms. */
export interface EventListener {
  opened(at: number): void;
  event(event: ReceivedEvent, at: number): void;
  piece(text: string, at: number): void;
  /** Something in the stream is no event, or too large to be one; reading goes on after the former. */
  failed(why: string): void;
}

/** Characters of one line or event at most: a server that never ends one must not fill the memory. */
const MAX_EVENT = 4 * 1024 * 1024;
/** Characters kept of an answer that is no stream but an error. */
const MAX_ERROR_BODY = 64 * 1024;
/** Characters of nonsense quoted in an error. */
const MAX_QUOTED = 64;

export class EventStream implements BodyStream {
  readonly #listener: EventListener;
  readonly #decoder = new TextDecoder();
  readonly #parser: EventSourceParser;
  #stop: (() => void) | undefined;
  #streams = false;
  #closed = false;
  #at = 0;
  #errorBody = "";

  constructor(listener: EventListener) {
    this.#listener = listener;
    const tell = (event: Partial<ReceivedEvent>): void => {
      if (!this.#closed) listener.event({ id: "", name: "", data: "", comment: "", ...event }, this.#at);
    };
    this.#parser = createParser({
      maxBufferSize: MAX_EVENT,
      onEvent: ({ id = "", event = "", data }) => tell({ id, name: event, data }),
      onComment: (comment) => tell({ comment }),
      onError: (error) => {
        if (this.#closed || error.type === "invalid-retry") return;
        if (error.type === "max-buffer-size-exceeded") this.close();
        listener.failed(error.line === undefined ? error.message : `unknown event: ${error.line.slice(0, MAX_QUOTED)}`);
      },
    });
  }

  /** The text of an answer whose status is no success, as far as it is kept; such an answer is not read as events. */
  get errorBody(): string {
    return this.#errorBody;
  }

  /** Wants no more. The connection ends after the call that is under way, since its bytes are still being read. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const stop = this.#stop;
    if (stop !== undefined) queueMicrotask(stop);
  }

  began(stop: () => void): void {
    this.#stop = stop;
  }

  opened({ status }: ResponseHead, at: number): void {
    this.#streams = status >= 200 && status < 300;
    if (this.#streams && !this.#closed) this.#listener.opened(at);
  }

  received(bytes: Buffer, at: number): void {
    if (this.#closed) return;
    const text = this.#decoder.decode(bytes, { stream: true });
    if (!this.#streams) {
      this.#errorBody = (this.#errorBody + text).slice(0, MAX_ERROR_BODY);
      return;
    }
    this.#at = at;
    this.#listener.piece(text, at);
    if (!this.#closed) this.#parser.feed(text);
  }
}
