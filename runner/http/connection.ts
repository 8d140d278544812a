// One TCP or TLS connection that carries one exchange at a time, HTTP/1.1 only. Bytes are read into a buffer that all
// connections of a thread share, so an idle connection holds no memory of its own.

import net from "node:net";
import tls from "node:tls";
import type { PendingBytes } from "./body-buffer.ts";
import type { Exchange } from "./exchange.ts";
import { errorCode, FailureError, failure, type SocketStage, socketFailure } from "./failure.ts";
import { ResponseParser } from "./response-parser.ts";

/** What the connections of one thread share. */
export interface ReadShared {
  readonly readBuffer: Buffer;
  readonly pending: PendingBytes;
}

/** What a connection needs from the client it belongs to. */
export interface ConnectionOwner {
  now(): number;
  /** It is idle and open: another request may be sent. */
  freed(connection: Connection): void;
  /** It is gone. */
  closed(connection: Connection): void;
  /** The server had closed the connection before it answered: the exchange must be sent again. */
  retry(exchange: Exchange): void;
  counted(bytesIn: number, bytesOut: number): void;
  /** A request is written now. */
  sending(at: number): void;
}

export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
  readonly serverName: string;
  readonly verify: boolean;
}

/** Requests up to this size go to the kernel in the call that writes them; larger ones may take until the callback. */
const WRITTEN_AT_ONCE = 16_384;
/** k6's limit on making a connection. */
const DIAL_TIMEOUT_MS = 30_000;
const retryable = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

const tlsNames: Readonly<Record<string, string>> = {
  TLSv1: "tls1.0",
  "TLSv1.1": "tls1.1",
  "TLSv1.2": "tls1.2",
  "TLSv1.3": "tls1.3",
};

export class Connection {
  readonly origin: string;
  readonly #endpoint: Endpoint;
  readonly #owner: ConnectionOwner;
  readonly #socket: net.Socket;
  readonly #parser: ResponseParser;
  #stage: SocketStage = "connecting";
  #stageAt: number;
  #closed = false;
  #carried = 0;
  #exchange: Exchange | undefined;
  /** When the bytes being parsed were read; kept for streams only. */
  #readAt = 0;
  readonly #dialTimer: NodeJS.Timeout;

  /** Begins to connect, for `exchange`, which is sent as soon as the connection is open. */
  constructor(origin: string, endpoint: Endpoint, shared: ReadShared, owner: ConnectionOwner, exchange: Exchange) {
    this.origin = origin;
    this.#endpoint = endpoint;
    this.#owner = owner;
    this.#exchange = exchange;
    this.#parser = new ResponseParser(shared.pending);
    this.#stageAt = owner.now();
    const onread = { buffer: shared.readBuffer, callback: this.#read };
    this.#socket = this.#connect({ host: endpoint.address, port: endpoint.port, noDelay: true, onread });
    this.#dialTimer = setTimeout(this.#dialTimedOut, DIAL_TIMEOUT_MS);
    this.#socket.on("error", this.#failed);
    this.#socket.on("end", this.#ended);
    this.#socket.on("close", this.#gone);
  }

  /** The host it leads to, when it was never open: its address may be out of date. */
  get unreachedHost(): string | undefined {
    return this.#stage === "connecting" ? this.#endpoint.serverName : undefined;
  }

  /** Sends a request; the connection is open and idle. */
  send(exchange: Exchange): void {
    this.#exchange = exchange;
    this.#carried++;
    exchange.remoteIp = this.#endpoint.address;
    exchange.remotePort = this.#endpoint.port;
    if (this.#endpoint.secure) this.#describeTls(exchange);
    this.#parser.begin(exchange.method === "HEAD", exchange.bodyKind !== "none", this.#bodyOf(exchange));
    exchange.connectionAt = this.#owner.now();
    this.#owner.sending(exchange.connectionAt);
    const size = this.#write(exchange);
    if (size <= WRITTEN_AT_ONCE) exchange.sentAt = this.#owner.now();
    this.#owner.counted(0, size);
  }

  /** Ends the exchange under way with `timeout`, and the connection with it. */
  expire(): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    const partial = this.#partial();
    this.destroy();
    exchange?.fail(failure("request timeout", errorCode.timeout), this.#owner.now(), partial);
  }

  /** Closes at once; an exchange under way is forgotten. */
  destroy(): void {
    this.#exchange = undefined;
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#dialTimer);
    this.#parser.reset();
    this.#socket.destroy();
    this.#owner.closed(this);
  }

  /** Writes head and body in one piece. Returns the size in bytes. */
  #write(exchange: Exchange): number {
    const { head, body } = exchange;
    const socket = this.#socket;
    if (body instanceof Buffer) {
      socket.cork();
      socket.write(head, "utf8");
      if (body.length > WRITTEN_AT_ONCE) socket.write(body, () => this.#wrote(exchange));
      else socket.write(body);
      socket.uncork();
      return head.length + body.length;
    }
    const text = body === undefined ? head : head + body;
    // At most three bytes a UTF-16 unit: only a text that may be too long is worth counting.
    const size = text.length * 3 > WRITTEN_AT_ONCE ? Buffer.byteLength(text) : text.length;
    if (size > WRITTEN_AT_ONCE) socket.write(text, "utf8", () => this.#wrote(exchange));
    else socket.write(text, "utf8");
    return size;
  }

  /** Hands the body of a streamed response on, each piece with the instant at which it was read from the socket. */
  #bodyOf(exchange: Exchange): ((bytes: Buffer) => void) | undefined {
    const { stream } = exchange;
    if (stream === undefined) return undefined;
    return (bytes) => {
      if (this.#parser.head !== undefined) exchange.open(this.#parser.head, this.#readAt);
      stream.received(bytes, this.#readAt);
    };
  }

  #wrote(exchange: Exchange): void {
    if (!exchange.ended) exchange.sentAt = this.#owner.now();
  }

  #connect(options: net.NetConnectOpts): net.Socket {
    const { secure, serverName, verify } = this.#endpoint;
    if (!secure) return net.connect(options, this.#connected);
    const socket = tls.connect({
      ...options,
      ...(net.isIP(serverName) === 0 ? { servername: serverName } : {}),
      rejectUnauthorized: verify,
      ALPNProtocols: ["http/1.1"],
    });
    socket.once("connect", this.#connected);
    socket.once("secureConnect", this.#secured);
    return socket;
  }

  #dialTimedOut = (): void => {
    this.#failed(Object.assign(new Error("dial timeout"), { code: "ETIMEDOUT" }));
  };

  #connected = (): void => {
    clearTimeout(this.#dialTimer);
    const now = this.#owner.now();
    if (this.#exchange) this.#exchange.connectingMs = now - this.#stageAt;
    this.#stageAt = now;
    if (this.#endpoint.secure) this.#stage = "handshaking";
    else this.#open();
  };

  #secured = (): void => {
    if (this.#exchange) this.#exchange.handshakingMs = this.#owner.now() - this.#stageAt;
    this.#open();
  };

  #open(): void {
    this.#stage = "open";
    const exchange = this.#exchange;
    if (exchange) this.send(exchange);
    else this.#owner.freed(this);
  }

  #describeTls(exchange: Exchange): void {
    if (!(this.#socket instanceof tls.TLSSocket)) return;
    const version = this.#socket.getProtocol() ?? "";
    exchange.tlsVersion = tlsNames[version] ?? version;
    exchange.tlsCipher = this.#socket.getCipher().standardName;
  }

  #read = (length: number, bytes: Uint8Array): boolean => {
    const exchange = this.#exchange;
    this.#owner.counted(length, 0);
    if (exchange === undefined || !(bytes instanceof Buffer)) {
      // Bytes nobody asked for: whatever comes next on this connection could belong to another request.
      this.destroy();
      return false;
    }
    if (exchange.firstByteAt === 0) exchange.firstByteAt = this.#owner.now();
    if (exchange.stream !== undefined) this.#readAt = this.#owner.now();
    try {
      const extra = this.#parser.read(bytes, length);
      if (exchange.stream !== undefined && this.#parser.head !== undefined)
        exchange.open(this.#parser.head, this.#readAt);
      if (this.#parser.done) this.#complete(exchange, extra === 0);
    } catch (error) {
      this.#refuse(exchange, error);
    }
    return !this.#closed;
  };

  #complete(exchange: Exchange, clean: boolean): void {
    const head = this.#parser.head;
    if (head === undefined) return;
    const now = this.#owner.now();
    const reusable = clean && head.keepAlive && !exchange.closes && exchange.sentAt !== 0 && !this.#closed;
    if (exchange.sentAt === 0) exchange.sentAt = now;
    exchange.take(this.#parser, head);
    this.#parser.reset();
    this.#exchange = undefined;
    // Freed before the exchange ends: a redirect then goes out on the same connection.
    if (reusable) this.#owner.freed(this);
    else this.destroy();
    exchange.finish(now);
  }

  #refuse(exchange: Exchange, error: unknown): void {
    if (!(error instanceof FailureError)) throw error;
    const partial = this.#partial();
    this.destroy();
    exchange.fail(error.failure, this.#owner.now(), partial);
  }

  #ended = (): void => {
    const exchange = this.#exchange;
    if (exchange === undefined) this.destroy();
    else if (!this.#retry(exchange)) this.#cutShort(exchange);
  };

  /** The server sends no more: that ends a body without a length, and cuts any other short. */
  #cutShort(exchange: Exchange): void {
    try {
      this.#parser.close();
      this.#complete(exchange, false);
    } catch (error) {
      this.#refuse(exchange, error);
    }
  }

  #failed = (error: Error): void => {
    const exchange = this.#exchange;
    const stage = this.#stage;
    if (exchange !== undefined && this.#retry(exchange)) return;
    const partial = this.#partial();
    this.#exchange = undefined;
    this.destroy();
    exchange?.fail(socketFailure(error, stage), this.#owner.now(), partial);
  };

  #gone = (): void => {
    if (this.#closed) return;
    this.#ended();
    this.destroy();
  };

  /** A reused connection that the server had closed says nothing about the request: it is sent again, once. */
  #retry(exchange: Exchange): boolean {
    if (this.#carried < 2 || exchange.firstByteAt !== 0 || exchange.retried || !retryable.has(exchange.method))
      return false;
    exchange.retried = true;
    this.destroy();
    this.#owner.retry(exchange);
    return true;
  }

  /** The text behind a complete head, however much has arrived. */
  #partial(): string | null {
    return this.#parser.head === undefined ? null : this.#parser.text();
  }
}
