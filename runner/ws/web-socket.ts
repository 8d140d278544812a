// A WebSocket's connection on the library `ws`, with what k6 counts of one. The library is loaded when a script opens the
// first: few do.

import { createRequire } from "node:module";
import type { Socket } from "node:net";
import type * as Ws from "ws";
import type { RawData } from "ws";
import { toArrayBuffer } from "../http/request-bytes.ts";

const require = createRequire(import.meta.url);

/** The answer to the handshake; `status` is 101 when it succeeded, 0 when there was none. */
export interface Handshake {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly subprotocol: string;
  /** Of a refusal. */
  readonly body: string;
  readonly error: string;
}

export interface SocketEvents {
  message(data: string | ArrayBuffer): void;
  ping(): void;
  pong(): void;
  closed(code: number, reason: string): void;
}

export interface SocketRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocols: readonly string[];
  readonly compression: boolean;
  readonly rejectUnauthorized: boolean;
}

export interface OpenSocket {
  /** 2 when it is being closed. */
  readonly state: number;
  send(data: string | Uint8Array): void;
  ping(): void;
  close(code: number, reason: string): void;
  /** Ends it without a word. */
  terminate(): void;
  traffic(): { readonly sent: number; readonly received: number };
}

/** Body of a refusal kept at most. */
const MOST_BODY = 64 * 1024;
const HANDSHAKE_MS = 60_000;

const titled = (name: string): string => name.replace(/(^|-)\w/g, (letter) => letter.toUpperCase());
const headersOf = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [titled(name), String(value)]));

function reasonOf(error: Error, url: string): string {
  const { hostname, port, protocol } = new URL(url);
  const address = `${hostname}:${port !== "" ? port : protocol === "wss:" ? 443 : 80}`;
  if ("code" in error && error.code === "ECONNREFUSED") return `dial tcp ${address}: connect: connection refused`;
  return error.message;
}

const contentOf = (data: RawData, isBinary: boolean): string | ArrayBuffer => {
  const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
  return isBinary ? toArrayBuffer(bytes) : bytes.toString("utf8");
};

/**
 * Opens a connection. Resolves when the handshake is answered or has failed.
 * @param opened called within the turn of the answer, before any message can arrive
 */
export function openSocket(
  request: SocketRequest,
  opened: (handshake: Handshake, socket: OpenSocket) => SocketEvents,
): Promise<Handshake> {
  const { WebSocket }: typeof Ws = require("ws");
  const { url, headers, protocols, compression, rejectUnauthorized } = request;
  return new Promise((resolve) => {
    const socket = new WebSocket(url, [...protocols], {
      headers: { ...headers },
      handshakeTimeout: HANDSHAKE_MS,
      perMessageDeflate: compression,
      rejectUnauthorized,
    });
    let answer: { readonly headers: Record<string, string>; readonly socket: Socket } | undefined;
    let events: SocketEvents | undefined;
    socket.on("upgrade", (response) => {
      answer = { headers: headersOf(response.headers), socket: response.socket };
    });
    socket.on("unexpected-response", (_, response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on("data", (part: Buffer) => {
        size += part.length;
        if (size <= MOST_BODY) parts.push(part);
      });
      response.on("close", () => {
        const body = Buffer.concat(parts).toString("utf8");
        const { statusCode: status = 0 } = response;
        resolve({ status, headers: headersOf(response.headers), subprotocol: "", body, error: "" });
        socket.terminate();
      });
    });
    socket.on("error", (error) => {
      // After the handshake an error is followed by the end, which says it.
      if (events !== undefined) return;
      resolve({ status: 0, headers: {}, subprotocol: "", body: "", error: reasonOf(error, url) });
    });
    socket.on("open", () => {
      const headersShown = answer?.headers ?? {};
      const handshake = { status: 101, headers: headersShown, subprotocol: socket.protocol, body: "", error: "" };
      const traffic = () => ({
        sent: answer?.socket.bytesWritten ?? 0,
        received: answer?.socket.bytesRead ?? 0,
      });
      events = opened(handshake, {
        get state() {
          return socket.readyState;
        },
        send: (data) => socket.send(data),
        ping: () => socket.ping(),
        close: (code, reason) => socket.close(code, reason),
        terminate: () => socket.terminate(),
        traffic,
      });
      resolve(handshake);
    });
    socket.on("message", (data, isBinary) => events?.message(contentOf(data, isBinary)));
    socket.on("ping", () => events?.ping());
    socket.on("pong", () => events?.pong());
    socket.on("close", (code, reason) => events?.closed(code, reason.toString("utf8")));
  });
}
