// A session of `k6/ws` from its handshake to its end: the handlers and timers of a script, pings, and k6's metrics of it.

import type { Tags } from "../../lib/core/metric-sample.ts";
import { type Millis, ms } from "../../lib/core/units.ts";
import type { HttpClient } from "../http/client.ts";
import { bytesOf } from "../http/request-bytes.ts";
import { goError } from "../vu/go-error.ts";
import { closeError } from "./close-text.ts";
import { type Handshake, type OpenSocket, openSocket, type SocketEvents } from "./web-socket.ts";

/** What `socket.close()` says unless told otherwise. */
const GOING_AWAY = 1001;
const CLOSED = 3;

export type Handler = (...args: readonly unknown[]) => unknown;
export const isHandler = (value: unknown): value is Handler => typeof value === "function";

/** One call of `connect`: what its handlers do, and what is measured of it. */
export class SocketSession {
  readonly #client: HttpClient;
  readonly #url: string;
  readonly #tags: Readonly<Record<string, string>>;
  readonly #start: Millis;
  readonly #handlers = new Map<string, Handler[]>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #pings: Millis[] = [];
  #ending: number | undefined;
  #socket: OpenSocket | undefined;
  /** Handlers that are being called: one that throws is followed by those of `close`, and by no other. */
  #depth = 0;
  #thrown: { readonly error: unknown } | undefined;
  #over: (() => void) | undefined;

  constructor(client: HttpClient, url: string, tags: Readonly<Record<string, string>>) {
    this.#client = client;
    this.#url = url;
    this.#tags = tags;
    this.#start = client.vu.monotonic();
  }

  /** The socket's end; at once when there is none. */
  async run(request: Parameters<typeof openSocket>[0], setup: Handler): Promise<Handshake> {
    const over = new Promise<void>((resolve) => {
      this.#over = resolve;
    });
    const cut = (): void => this.#abandon();
    const signal = this.#client.vu.signal();
    signal.addEventListener("abort", cut, { once: true });
    let connected = false;
    const handshake = await openSocket(request, (answer, socket) => {
      connected = true;
      this.#socket = socket;
      if (signal.aborted) {
        socket.terminate();
        return this.#events;
      }
      this.#connected(answer);
      this.#call(() => setup(this.#forScript()));
      this.#tell("open");
      return this.#events;
    });
    // An iteration that was cut never sees the end of its calls.
    if (signal.aborted) return await new Promise(() => undefined);
    if (connected) await over;
    else this.#connected(handshake);
    signal.removeEventListener("abort", cut);
    this.#count("ws_session_duration", this.#client.vu.monotonic() - this.#start, this.#start);
    if (this.#thrown !== undefined) throw this.#thrown.error;
    return handshake;
  }

  /** A session that could not even be tried is counted, too. */
  refused(): void {
    this.#connected({ status: 0, headers: {}, subprotocol: "", body: "", error: "" });
    this.#count("ws_session_duration", this.#client.vu.monotonic() - this.#start, this.#start);
  }

  readonly #events: SocketEvents = {
    message: (data) => {
      if (this.#thrown !== undefined) return;
      this.#count("ws_msgs_received", 1);
      this.#tell(typeof data === "string" ? "message" : "binaryMessage", data);
    },
    ping: () => this.#tell("ping"),
    pong: () => {
      const sent = this.#pings.shift();
      if (sent !== undefined) this.#count("ws_ping", this.#client.vu.monotonic() - sent);
      this.#tell("pong");
    },
    closed: (code, reason) => {
      const error = this.#ending === undefined ? closeError(code, reason) : undefined;
      if (error !== undefined) this.#tell("error", { error: () => error });
      this.#tell("close", this.#ending ?? code);
      this.#end();
    },
  };

  /** What was measured of the handshake, whether it succeeded or not. */
  #connected({ status, subprotocol }: Handshake): void {
    const { http } = this.#client.vu;
    const facts = status === 0 ? {} : { status: String(status), subproto: subprotocol };
    for (const [name, value] of Object.entries(facts)) if (http.systemTags.has(name)) this.#facts[name] = value;
    this.#count("ws_sessions", 1, this.#start);
    this.#count("ws_connecting", this.#client.vu.monotonic() - this.#start, this.#start);
  }

  readonly #facts: Record<string, string> = {};

  /** One object for as long as nothing of it changes: readers know equal tags by identity. */
  #worn: { readonly base: Tags; readonly all: Tags } | undefined;

  #tagsNow(): Tags {
    const { vu } = this.#client;
    const base = vu.tags();
    if (this.#worn?.base !== base) {
      const url = vu.http.systemTags.has("url") ? { url: this.#url } : {};
      this.#worn = { base, all: { ...base, ...url, ...this.#facts, ...this.#tags } };
    }
    return this.#worn.all;
  }

  #count(metric: string, value: number, at?: Millis): void {
    const { vu } = this.#client;
    vu.emit(metric, vu.wall(at ?? vu.monotonic()), value, this.#tagsNow());
  }

  #tell(name: string, ...args: readonly unknown[]): void {
    for (const handler of this.#handlers.get(name) ?? []) this.#call(() => handler(...args));
  }

  /** The first thing that a handler throws ends the session, and is what `connect` throws. */
  #call(body: () => unknown): void {
    if (this.#thrown !== undefined || this.#depth > 1) return;
    this.#depth++;
    try {
      body();
    } catch (error) {
      this.#tell("close", GOING_AWAY);
      this.#thrown ??= { error };
      this.#close(GOING_AWAY);
    } finally {
      this.#depth--;
    }
  }

  #forScript(): object {
    return {
      on: (name: unknown, handler: unknown): void => {
        if (!isHandler(handler)) throw goError(`the handler of '${String(name)}' is no function`);
        this.#handlers.set(String(name), [...(this.#handlers.get(String(name)) ?? []), handler]);
      },
      send: (text: unknown): void => this.#send(String(text)),
      sendBinary: (data: unknown): void => {
        const bytes = typeof data === "string" ? undefined : bytesOf(data);
        if (bytes === undefined) throw goError("sendBinary needs an ArrayBuffer");
        this.#send(bytes);
      },
      ping: (): void => {
        this.#pings.push(this.#client.vu.monotonic());
        this.#socket?.ping();
      },
      setTimeout: (handler: unknown, delay: unknown): void => this.#setTimer(setTimeout, handler, delay),
      setInterval: (handler: unknown, delay: unknown): void => this.#setTimer(setInterval, handler, delay),
      close: (code?: unknown): void => this.#close(typeof code === "number" ? code : GOING_AWAY),
    };
  }

  #send(data: string | Uint8Array): void {
    this.#socket?.send(data);
    this.#count("ws_msgs_sent", 1);
  }

  #setTimer(set: typeof setTimeout | typeof setInterval, handler: unknown, delay: unknown): void {
    const wait = Number(delay);
    if (!isHandler(handler)) throw goError("a timer needs a function");
    if (!(wait > 0)) throw goError("setTimeout requires a >0 timeout parameter");
    if (this.#ending === undefined) this.#timers.add(set(() => this.#call(handler), ms(wait)));
  }

  #close(code: number): void {
    if (this.#ending !== undefined || this.#socket === undefined || this.#socket.state === CLOSED) return;
    this.#ending = code;
    this.#stopTimers();
    this.#socket.close(code, "");
  }

  #stopTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #end(): void {
    this.#stopTimers();
    const traffic = this.#socket?.traffic();
    if (traffic !== undefined) this.#client.pool.counted(traffic.received, traffic.sent);
    this.#over?.();
  }

  #abandon(): void {
    this.#handlers.clear();
    this.#stopTimers();
    this.#socket?.terminate();
  }
}
