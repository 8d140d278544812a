// Reads HTTP/1.x responses from a connection piece by piece. It keeps or drops the body as told, and any split of the
// bytes into pieces gives the same response.

import { BodyBuffer, type PendingBytes } from "./body-buffer.ts";
import { ChunkedDecoder } from "./chunked.ts";
import { FailureError, failure } from "./failure.ts";
import { MAX_BODY_BYTES, MAX_HEAD_BYTES, MAX_REMEMBERED_HEAD } from "./limits.ts";
import { parseHead, type ResponseHead } from "./response-head.ts";

type State = "idle" | "head" | "length" | "chunked" | "close" | "done";

const LF = 10;
const CR = 13;

/** Index just behind the empty line that ends a head, or -1; searching from `from`, the head beginning at `start`. */
function endOfHead(bytes: Buffer, start: number, from: number, end: number): number {
  let i = bytes.indexOf(LF, from);
  while (i >= 0 && i < end) {
    const before = bytes[i - 1] === CR ? i - 2 : i - 1;
    if (before >= start && bytes[before] === LF) return i + 1;
    i = bytes.indexOf(LF, i + 1);
  }
  return -1;
}

const refuseLongHead = (): never => {
  throw new FailureError(failure(`net/http: server response headers exceeded ${MAX_HEAD_BYTES} bytes; aborted`));
};

export class ResponseParser {
  readonly #pending: PendingBytes;
  readonly #body: BodyBuffer;
  #state: State = "idle";
  #bodiless = false;
  #keep = true;
  /** Takes the body's bytes as they come, instead of their being kept; they are only valid during the call. */
  #onBody: ((bytes: Buffer) => void) | undefined;
  #left = 0;
  /** Bytes of the interim (1xx) heads before the final one: a server may not send them for ever. */
  #interim = 0;
  #chunks: ChunkedDecoder | undefined;
  /** The part of a head that has arrived, when it did not arrive at once. */
  #partial: BodyBuffer | undefined;
  #head: ResponseHead | undefined;
  /** The last head's text: servers repeat themselves, and an equal text need not be parsed again. */
  #lastText = "";
  #lastHead: ResponseHead | undefined;
  /** Where the body lies: in the reader's own buffer when it came in one piece, otherwise in `#body`. */
  #source: Buffer | undefined;
  #start = 0;
  #end = 0;

  constructor(pending: PendingBytes) {
    this.#pending = pending;
    this.#body = new BodyBuffer(pending);
  }

  /**
   * Readies the parser for the response to a request. `keep` false drops the body's bytes as they come; `onBody` is
   * given them, once the head is known.
   */
  begin(bodiless: boolean, keep: boolean, onBody?: (bytes: Buffer) => void): void {
    this.#state = "head";
    this.#onBody = onBody;
    this.#interim = 0;
    this.#bodiless = bodiless;
    this.#keep = keep;
    this.#head = undefined;
    this.#source = undefined;
    this.#start = 0;
    this.#end = 0;
  }

  /** Whether the response is complete. */
  get done(): boolean {
    return this.#state === "done";
  }

  /** The final response's head, once it has arrived. */
  get head(): ResponseHead | undefined {
    return this.#head;
  }

  /** The body as text, invalid UTF-8 replaced. Only valid before the buffer given to `read` is reused. */
  text(): string {
    if (this.#source) return this.#source.toString("utf8", this.#start, this.#end);
    return this.#body.length === 0 ? "" : this.#body.view().toString("utf8");
  }

  /** A copy of the body. Only valid before the buffer given to `read` is reused. */
  bytes(): Buffer {
    return Buffer.from(this.#source ? this.#source.subarray(this.#start, this.#end) : this.#body.view());
  }

  /** Lets go of what a response held; the parser then waits for `begin`. */
  reset(): void {
    if (this.#body.length > 0) this.#body.clear();
    this.#partial?.clear();
    this.#partial = undefined;
    this.#chunks = undefined;
    this.#source = undefined;
    this.#onBody = undefined;
    this.#state = "idle";
  }

  /**
   * Takes the next `length` bytes of the connection. Returns how many were left over behind the response's end.
   * @throws FailureError for an answer that is not HTTP or goes beyond a limit
   */
  read(bytes: Buffer, length: number): number {
    let pos = 0;
    if (this.#state === "head") {
      pos = this.#readHead(bytes, length);
      if (pos < 0) return 0;
    }
    return length - this.#readBody(bytes, pos, length);
  }

  /** The server closed its side. @throws FailureError when that cuts the response short */
  close(): void {
    if (this.#state === "close") this.#state = "done";
    else if (this.#state === "head" && !this.#partial) throw new FailureError(failure("EOF"));
    else if (this.#state !== "done" && this.#state !== "idle") throw new FailureError(failure("unexpected EOF"));
  }

  /** Returns where the body begins in `bytes`, or -1 when all was taken and the head is not complete. */
  #readHead(bytes: Buffer, length: number): number {
    let source = bytes;
    let start = 0;
    let end = length;
    let fresh = 0;
    if (this.#partial) {
      fresh = this.#partial.length;
      this.#partial.append(bytes, 0, length);
      source = this.#partial.view();
      end = source.length;
    }
    let from = fresh;
    for (;;) {
      const stop = endOfHead(source, start, from, end);
      if (stop < 0) break;
      this.#takeHead(source, start, stop);
      start = stop;
      from = stop;
      if (this.#head) {
        this.#partial?.clear();
        this.#partial = undefined;
        return start - fresh;
      }
    }
    this.#keepPartial(source, start, end);
    return -1;
  }

  #keepPartial(source: Buffer, start: number, end: number): void {
    if (end - start > MAX_HEAD_BYTES) refuseLongHead();
    if (this.#partial === undefined || start > 0) {
      const rest = new BodyBuffer(this.#pending);
      if (end > start) rest.append(source, start, end);
      this.#partial?.clear();
      this.#partial = end > start ? rest : undefined;
    }
    this.#refuseNonsense(source, start, end);
  }

  /** A first line that cannot be HTTP fails at once: the rest of such an answer may never come. */
  #refuseNonsense(source: Buffer, start: number, end: number): void {
    const newline = source.subarray(start, end).indexOf(LF);
    if (newline >= 0) parseHead(source.toString("utf8", start, start + newline), true);
  }

  #takeHead(source: Buffer, start: number, stop: number): void {
    const text = source.toString("utf8", start, source[stop - 2] === CR ? stop - 3 : stop - 2);
    const repeated = !this.#bodiless && text === this.#lastText;
    const head = repeated && this.#lastHead ? this.#lastHead : parseHead(text, this.#bodiless);
    if (head.status >= 100 && head.status < 200) {
      if (head.status === 101) throw new FailureError(failure("unexpected protocol upgrade (status 101)"));
      this.#interim += stop - start;
      if (this.#interim > MAX_HEAD_BYTES) refuseLongHead();
      return;
    }
    this.#lastText = this.#bodiless || text.length > MAX_REMEMBERED_HEAD ? "" : text;
    this.#lastHead = this.#lastText === "" ? undefined : head;
    this.#head = head;
    this.#enterBody(head);
  }

  #enterBody(head: ResponseHead): void {
    this.#left = head.length;
    if (this.#keep && head.length > MAX_BODY_BYTES)
      throw new FailureError(failure(`response body exceeded ${MAX_BODY_BYTES} bytes`));
    if (head.framing === "none") this.#state = "done";
    else if (head.framing === "chunked") {
      this.#state = "chunked";
      this.#chunks = new ChunkedDecoder(this.#append);
    } else this.#state = head.framing;
  }

  #append = (source: Buffer, start: number, end: number): void => {
    if (this.#onBody !== undefined) this.#onBody(source.subarray(start, end));
    else if (this.#keep) this.#body.append(source, start, end);
  };

  /** Returns where it stopped. */
  #readBody(bytes: Buffer, at: number, end: number): number {
    switch (this.#state) {
      case "length":
        return this.#readLength(bytes, at, end);
      case "chunked": {
        const stop = this.#chunks?.read(bytes, at, end) ?? end;
        if (this.#chunks?.done) this.#state = "done";
        return stop;
      }
      case "close":
        this.#append(bytes, at, end);
        return end;
      default:
        return at;
    }
  }

  #readLength(bytes: Buffer, at: number, end: number): number {
    if (end - at < this.#left) {
      this.#append(bytes, at, end);
      this.#left -= end - at;
      return end;
    }
    const stop = at + this.#left;
    if (this.#body.length === 0 && this.#keep && this.#onBody === undefined) {
      this.#source = bytes;
      this.#start = at;
      this.#end = stop;
    } else this.#append(bytes, at, stop);
    this.#state = "done";
    return stop;
  }
}
