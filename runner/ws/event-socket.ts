// One WebSocket of `k6/websockets`: its state, its listeners, and k6's metrics of it. Scripts see it through
// `api/websockets.ts`.

import type { Tags } from "../../lib/core/metric-sample.ts";
import type { Millis } from "../../lib/core/units.ts";
import type { HttpClient } from "../http/client.ts";
import { goError } from "../vu/go-error.ts";
import { closeError } from "./close-text.ts";
import type { VuSockets } from "./vu-sockets.ts";
import { type Handshake, type OpenSocket, openSocket, type SocketEvents, type SocketRequest } from "./web-socket.ts";

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;
const NORMAL = 1000;
const ABNORMAL = 1006;
const SWITCHED = 101;

export const eventNames = ["open", "message", "ping", "pong", "error", "close"] as const;
export type EventName = (typeof eventNames)[number];
export type Listener = (event: object) => unknown;

export class EventSocket {
  readonly url: string;
  readonly #client: HttpClient;
  readonly #sockets: VuSockets;
  readonly #start: Millis;
  readonly #tags: Tags;
  readonly #facts: Record<string, string> = {};
  readonly #listeners = new Map<EventName, Listener[]>();
  readonly #single = new Map<EventName, Listener>();
  readonly #pings: Millis[] = [];
  #socket: OpenSocket | undefined;
  #failed = false;
  #counted = false;
  /** What the script sees as the event's target. */
  target: object = {};
  state = CONNECTING;
  protocol = "";
  binaryType = "blob";

  constructor(client: HttpClient, sockets: VuSockets, request: SocketRequest, tags: Readonly<Record<string, string>>) {
    const { vu } = client;
    this.#client = client;
    this.#sockets = sockets;
    this.#start = vu.monotonic();
    this.url = request.url;
    const seen = { url: this.url, name: this.url };
    const named = Object.entries(seen).filter(([name]) => vu.http.systemTags.has(name));
    this.#tags = { ...vu.tags(), ...Object.fromEntries(named), ...tags };
    if (sockets.add(this)) void this.#open(request);
  }

  listen(name: EventName, listener: Listener): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  /** `socket.onopen = …`: one of each kind, beside those that listen. */
  set(name: EventName, listener: Listener | undefined): void {
    if (listener === undefined) this.#single.delete(name);
    else this.#single.set(name, listener);
  }

  get(name: EventName): Listener | undefined {
    return this.#single.get(name);
  }

  send(data: string | Uint8Array): void {
    if (this.state !== OPEN) throw goError("InvalidStateError");
    this.#socket?.send(data);
    this.#count("ws_msgs_sent", 1);
  }

  ping(): void {
    if (this.state !== OPEN) throw goError("InvalidStateError");
    this.#pings.push(this.#client.vu.monotonic());
    this.#socket?.ping();
    this.#count("ws_msgs_sent", 1);
  }

  close(code = NORMAL, reason = ""): void {
    if (this.state >= CLOSING) return;
    this.state = CLOSING;
    this.#socket?.close(code, reason);
    // k6 counts pings and the word of parting, too.
    this.#count("ws_msgs_sent", 1);
  }

  /** Ends it without a word. */
  terminate(): void {
    this.state = CLOSED;
    this.#listeners.clear();
    this.#single.clear();
    this.#socket?.terminate();
  }

  async #open(request: SocketRequest): Promise<void> {
    const answer = await openSocket(request, (handshake, socket) => {
      this.#socket = socket;
      if (this.state === CLOSED) socket.terminate();
      this.#connected(handshake);
      this.#sockets.event(() => this.#opened(handshake));
      return this.#events;
    });
    if (answer.status === SWITCHED) return;
    this.#connected(answer);
    this.#sockets.event(() => {
      this.state = CLOSED;
      this.#tell("error", { error: answer.status === 0 ? answer.error : "websocket: bad handshake" });
      this.#tell("close", { reason: "" });
      this.#sockets.remove(this);
    });
  }

  /** A script may have closed it before it was open: then it never was. */
  #opened({ subprotocol }: Handshake): void {
    if (this.state === CLOSING) this.#socket?.close(NORMAL, "");
    if (this.state !== CONNECTING) return;
    this.state = OPEN;
    this.protocol = subprotocol;
    this.#tell("open");
  }

  readonly #events: SocketEvents = {
    message: (data) => {
      this.#count("ws_msgs_received", 1);
      this.#sockets.event(() => this.#tell("message", { data: this.#received(data), origin: "" }));
    },
    ping: () => this.#sockets.event(() => this.#tell("ping")),
    pong: () => {
      const sent = this.#pings.shift();
      if (sent !== undefined) this.#count("ws_ping", this.#client.vu.monotonic() - sent);
      this.#sockets.event(() => this.#tell("pong"));
    },
    closed: (code, reason) => {
      this.#over();
      this.#sockets.event(() => {
        const error = closeError(code, reason);
        this.state = CLOSED;
        if (error !== undefined) this.#tell("error", { error });
        const why = code === ABNORMAL && reason === "" ? "unexpected EOF" : reason;
        this.#tell("close", { code, reason: why });
        this.#sockets.remove(this);
      });
    },
  };

  /** Counts what is known at its end; a listener that throws ends it before the connection is closed. */
  #over(): void {
    if (this.#counted) return;
    this.#counted = true;
    this.#count("ws_session_duration", this.#client.vu.monotonic() - this.#start, this.#start);
    const traffic = this.#socket?.traffic();
    if (traffic !== undefined) this.#client.pool.counted(traffic.received, traffic.sent);
  }

  #received(data: string | ArrayBuffer): string | ArrayBuffer | Blob {
    return typeof data === "string" || this.binaryType === "arraybuffer" ? data : new Blob([data]);
  }

  #connected({ status, subprotocol }: Handshake): void {
    const { http } = this.#client.vu;
    const facts = status === 0 ? {} : { status: String(status), subproto: subprotocol };
    for (const [name, value] of Object.entries(facts)) if (http.systemTags.has(name)) this.#facts[name] = value;
    this.#worn = undefined;
    this.#count("ws_sessions", 1, this.#start);
    this.#count("ws_connecting", this.#client.vu.monotonic() - this.#start, this.#start);
  }

  /** One object for as long as nothing of it changes: readers know equal tags by identity. */
  #worn: Tags | undefined;

  #count(metric: string, value: number, at?: Millis): void {
    const { vu } = this.#client;
    this.#worn ??= { ...this.#facts, ...this.#tags };
    vu.emit(metric, vu.wall(at ?? vu.monotonic()), value, this.#worn);
  }

  /** All listeners of an event; one that throws ends the socket, and with it the iteration. */
  #tell(type: EventName, more: object = {}): void {
    if (this.#failed && type === "message") return;
    const event = { type, target: this.target, timestamp: this.#client.wallNow(), ...more };
    const single = this.#single.get(type);
    const listeners = [...(single === undefined ? [] : [single]), ...(this.#listeners.get(type) ?? [])];
    for (const listener of listeners) {
      try {
        const result = listener(event);
        if (result instanceof Promise) this.#sockets.call(() => result);
      } catch (thrown) {
        this.#fail(thrown);
        return;
      }
    }
  }

  #fail(thrown: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.state = CLOSED;
    this.#over();
    this.#tell("error", { error: String(thrown) });
    this.#tell("close", { reason: "" });
    this.#sockets.failed(thrown);
  }
}
