// One request and its answer on the wire: what to send, when each phase began and ended, and how it came out.
// It knows nothing of redirects, tags or scripts.

import type { BodyStream } from "./body-stream.ts";
import type { Failure } from "./failure.ts";
import type { ResponseHead } from "./response-head.ts";
import type { ResponseParser } from "./response-parser.ts";
import type { Target } from "./target.ts";

/** What becomes of the response body. */
export type BodyKind = "text" | "binary" | "none";

/** The connection an exchange is on, or that is being made for it. */
export interface Carrier {
  /** Ends the exchange with a timeout, and the connection with it. */
  expire(): void;
  destroy(): void;
}

/** Told once when an exchange is over. */
export interface ExchangeOwner {
  exchangeEnded(exchange: Exchange): void;
}

/** Instants are on the VU's monotonic clock, in ms; 0 means it has not happened. */
export class Exchange {
  readonly owner: ExchangeOwner;
  readonly target: Target;
  readonly method: string;
  /** Request line and headers, with the empty line. */
  readonly head: string;
  readonly body: string | Buffer | undefined;
  readonly bodyKind: BodyKind;
  /** The request asks the server to close the connection. */
  readonly closes: boolean;

  startedAt = 0;
  /** It ends then at the latest. */
  deadline = 0;
  carrier: Carrier | undefined;
  connectionAt = 0;
  sentAt = 0;
  firstByteAt = 0;
  endedAt = 0;
  /** Durations of a connection made for this exchange; 0 on a reused one. */
  connectingMs = 0;
  handshakingMs = 0;

  remoteIp = "";
  remotePort = 0;
  /** As k6 names it ("tls1.3"); empty without TLS. */
  tlsVersion = "";
  tlsCipher = "";

  response: ResponseHead | undefined;
  failure: Failure | undefined;
  /** The body when it is text and not compressed; null when there is none. */
  text: string | null = null;
  /** The body as bytes: binary, or still compressed. */
  bytes: Buffer | undefined;
  /** Takes the body piece by piece as it arrives; it is then kept nowhere else. */
  stream: BodyStream | undefined;
  /** Sent again on a new connection after a reused one turned out to be closed. */
  retried = false;
  ended = false;

  constructor(
    owner: ExchangeOwner,
    target: Target,
    method: string,
    head: string,
    body: string | Buffer | undefined,
    bodyKind: BodyKind,
    closes: boolean,
  ) {
    this.owner = owner;
    this.target = target;
    this.method = method;
    this.head = head;
    this.body = body;
    this.bodyKind = bodyKind;
    this.closes = closes;
  }

  /** Takes a complete response out of the parser; `finish` follows when the connection is free again. */
  take(parser: ResponseParser, head: ResponseHead): void {
    this.response = head;
    if (this.bodyKind === "none" || this.stream !== undefined || head.status === 204 || head.status === 304) return;
    if (head.encoded || this.bodyKind === "binary") this.bytes = parser.bytes();
    else this.text = parser.text();
  }

  /** The response is complete. */
  finish(now: number): void {
    if (!this.ended) this.#end(now);
  }

  /** Ends without a usable response; `partial` is the text that had arrived behind a complete head. */
  fail(failure: Failure, now: number, partial: string | null = null): void {
    if (this.ended) return;
    this.failure = failure;
    this.text = partial;
    this.#end(now);
  }

  /** The script wants no more of a stream: what came is the response, and the connection ends with it. */
  stop(now: number): void {
    if (this.ended) return;
    this.carrier?.destroy();
    this.#end(now);
  }

  /** The head of a streamed response has arrived. */
  open(head: ResponseHead, now: number): void {
    if (this.response !== undefined) return;
    this.response = head;
    this.stream?.opened(head, now);
  }

  /** The iteration it belongs to is over: it leaves no sample, and nobody is told. */
  abandon(): void {
    if (this.ended) return;
    this.ended = true;
    this.carrier?.destroy();
  }

  get blocked(): number {
    return this.connectionAt === 0 ? 0 : this.connectionAt - this.startedAt;
  }

  get sending(): number {
    if (this.connectionAt === 0) return 0;
    return (this.sentAt === 0 ? this.endedAt : this.sentAt) - this.connectionAt;
  }

  /** Request sent to first byte; up to the end when none came; 0 when the answer came before all was sent. */
  get waiting(): number {
    if (this.sentAt === 0) return 0;
    return Math.max(0, (this.firstByteAt === 0 ? this.endedAt : this.firstByteAt) - this.sentAt);
  }

  get receiving(): number {
    return this.firstByteAt === 0 ? 0 : this.endedAt - Math.max(this.firstByteAt, this.sentAt);
  }

  #end(now: number): void {
    this.ended = true;
    // A script may keep the response, and with it this exchange, for long.
    this.carrier = undefined;
    this.endedAt = now;
    this.owner.exchangeEnded(this);
  }
}
