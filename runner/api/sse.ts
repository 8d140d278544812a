// The module `k6/x/sse`, in the call form of the extension of that name (phymbert/xk6-sse), so that one script runs on
// the runner and on a k6 that has it. Beyond the extension: connections are pooled, a failed call is counted in
// `http_req_failed`, an error's body is readable, `on("chunk")` gives raw pieces, and each event says in `at` when its
// bytes were read from the socket (ms since 1970, with a fraction): the clock for a time to first token.

import { isRecord } from "../../lib/core/json.ts";
import { ms } from "../../lib/core/units.ts";
import type { HttpClient } from "../http/client.ts";
import { EventStream } from "../http/event-stream.ts";
import { perform } from "../http/perform.ts";
import type { ModuleNamespace } from "../loader/script.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import { goError } from "../vu/go-error.ts";

/** Counter of the events received, named as the extension names it. */
const EVENTS = "sse_event";
/** A stream lasts as long as it likes, unless the script says otherwise or its iteration ends. */
const NO_TIMEOUT = "24h";

type Handler = (argument: unknown) => unknown;
type Handlers = Map<string, Handler[]>;
const isHandler = (x: unknown): x is Handler => typeof x === "function";

/** What `sse.open` resolves to. */
export interface SseResponse {
  readonly url: string;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Of an answer whose status is no success; empty for a stream. */
  readonly body: string;
  readonly error: string;
}

/** The object that a script's setup function is given. */
const clientFor = (handlers: Handlers, close: () => void): object => ({
  on: (name: unknown, handler: unknown): void => {
    if (!isHandler(handler)) throw goError(`sse: the handler of '${String(name)}' is no function`);
    handlers.set(String(name), [...(handlers.get(String(name)) ?? []), handler]);
  },
  close,
});

/** @throws what a handler threw, once the stream has ended */
async function open(client: HttpClient, url: unknown, params: unknown, setup: Handler): Promise<SseResponse> {
  const { vu } = client;
  const handlers: Handlers = new Map();
  let thrown: { readonly error: unknown } | undefined;
  const tell = (name: string, argument?: unknown): void => {
    if (thrown !== undefined) return;
    try {
      for (const handler of handlers.get(name) ?? []) handler(argument);
    } catch (error) {
      // Called while bytes are being read: what a script throws is the call's error, not the connection's.
      thrown = { error };
      stream.close();
    }
  };
  const failed = (why: string): void => tell("error", { error: () => why });
  const instant = (at: number): number => vu.wall(ms(at));
  const stream = new EventStream({
    opened: () => tell("open"),
    event: (event, at) => {
      vu.emit(EVENTS, instant(at), 1, vu.tags());
      tell("event", { ...event, at: instant(at) });
    },
    piece: (data, at) => tell("chunk", { data, at: instant(at) }),
    failed,
  });
  setup(clientFor(handlers, () => stream.close()));
  const { method = "GET", body, ...rest } = isRecord(params) ? params : {};
  const response = await perform(
    client,
    { method: String(method).toUpperCase(), url, body, params: { timeout: NO_TIMEOUT, ...rest } },
    stream,
  );
  if (response.error !== "" && response.status === 0) failed(response.error);
  if (thrown !== undefined) throw thrown.error;
  const { status, headers, error } = response;
  return { url: response.url, status, headers, body: stream.errorBody, error };
}

/** The module for one VU. @param store where its counter is declared, when a script imports it */
export function sseModule(client: HttpClient, store: MetricStore): ModuleNamespace {
  store.declare(EVENTS, "counter", false);
  const members = {
    open: (url: unknown, ...rest: readonly unknown[]): Promise<SseResponse> => {
      // The params may be left out, as in the extension.
      const setup = rest[rest.length - 1];
      if (!isHandler(setup)) throw goError("sse.open needs a function that is given the client");
      return open(client, url, rest.length > 1 ? rest[0] : undefined, setup);
    },
  };
  return { ...members, default: members };
}
