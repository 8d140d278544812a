// The module `k6/websockets`: the browser's WebSocket, on the VU's own event loop.

import { types } from "node:util";
import { isRecord } from "../../lib/core/json.ts";
import type { HttpClient } from "../http/client.ts";
import type { ModuleNamespace } from "../loader/script.ts";
import { goError } from "../vu/go-error.ts";
import { onlyK6 } from "../vu/only-k6.ts";
import { EventSocket, eventNames, type Listener } from "../ws/event-socket.ts";
import type { VuSockets } from "../ws/vu-sockets.ts";

const isListener = (value: unknown): value is Listener => typeof value === "function";

const texts = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(isRecord(value) ? value : {}).map(([name, text]) => [name, String(text)]));

const known = new Set(["headers", "tags", "compression"]);

function addressOf(url: unknown): string {
  if (url === undefined) throw goError("WebSocket requires a url");
  const text = String(url);
  const scheme = URL.canParse(text) ? new URL(text).protocol.slice(0, -1) : "";
  if (scheme !== "ws" && scheme !== "wss")
    throw goError(`WebSocket requires url with scheme ws or wss, but got "${scheme}"`);
  return text;
}

function protocolsOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function paramsOf(value: unknown): Record<string, unknown> {
  const params = isRecord(value) ? value : {};
  if (Object.hasOwn(params, "jar"))
    throw onlyK6("the runner's k6/websockets does not know the parameter jar", "set the cookies on the VU's own jar");
  const strange = Object.keys(params).find((name) => !known.has(name));
  if (strange !== undefined) throw goError(`unknown WebSocket's option ${strange}`);
  return params;
}

/** Opens a connection with the VU's user agent and cookies. */
function connect(client: HttpClient, sockets: VuSockets, args: readonly unknown[]): EventSocket {
  const { vu } = client;
  const url = addressOf(args[0]);
  const { headers, tags, compression } = paramsOf(args[2]);
  if (Object.keys(vu.http.hosts).length > 0)
    throw onlyK6(
      "the runner's k6/websockets does not know the option hosts",
      "name the address in the URL and leave hosts out",
    );
  const cookies = client.jar.cookiesForURL(url.replace(/^ws/, "http"));
  const cookie = Object.entries(cookies).flatMap(([name, values]) => values.map((value) => `${name}=${value}`));
  const request = {
    url,
    headers: {
      "User-Agent": vu.http.userAgent,
      ...(cookie.length > 0 && { Cookie: cookie.join("; ") }),
      ...texts(headers),
    },
    protocols: protocolsOf(args[1]),
    compression: compression === "deflate",
    rejectUnauthorized: !vu.http.insecureSkipTLSVerify,
  };
  return new EventSocket(client, sockets, request, texts(tags));
}

function bytesOf(data: unknown): string | Uint8Array {
  if (typeof data === "string") return data;
  if (types.isAnyArrayBuffer(data)) return new Uint8Array(data);
  throw goError(`unsupported send type ${typeof data}`);
}

/** What scripts hold: k6's members, its own and enumerable. */
function faceOf(socket: EventSocket, warn: (text: string) => void): object {
  const face = {
    addEventListener: (name: unknown, listener: unknown): void => {
      if (!isListener(listener)) throw new TypeError(`could not convert ${String(listener)} to a function`);
      const event = eventNames.find((each) => each === name);
      if (event === undefined) warn(`can't add event handler: unknown event type: ${String(name)}`);
      else socket.listen(event, listener);
    },
    send: (data: unknown): void => socket.send(bytesOf(data)),
    ping: (): void => socket.ping(),
    close: (code?: unknown, reason?: unknown): void =>
      socket.close(code === undefined ? undefined : Number(code), reason === undefined ? undefined : String(reason)),
    url: socket.url,
    get readyState(): number {
      return socket.state;
    },
    bufferedAmount: 0,
    extensions: [],
    get protocol(): string {
      return socket.protocol;
    },
    get binaryType(): string {
      return socket.binaryType;
    },
    set binaryType(value: unknown) {
      if (value !== "blob" && value !== "arraybuffer")
        throw goError(`unknown binaryType ${String(value)}, the supported ones are "blob" and "arraybuffer"`);
      socket.binaryType = value;
    },
  };
  for (const name of eventNames) {
    Object.defineProperty(face, `on${name}`, {
      enumerable: true,
      get: () => socket.get(name),
      set: (value: unknown) => {
        if (value !== null && value !== undefined && !isListener(value))
          throw goError(`a value for 'on${name}' should be callable`);
        socket.set(name, isListener(value) ? value : undefined);
      },
    });
  }
  socket.target = face;
  return face;
}

/** The module for one VU. */
export function websocketsModule(
  client: HttpClient,
  sockets: VuSockets,
  inInit: () => boolean,
  warn: (text: string) => void,
): ModuleNamespace {
  const members = {
    // A function that gives an object is a constructor, too, and can be called without `new`, as in k6.
    WebSocket: function WebSocket(...args: readonly unknown[]): object {
      if (inInit()) throw goError("a WebSocket cannot be opened in the init context");
      return faceOf(connect(client, sockets, args), warn);
    },
  };
  return { ...members, default: members };
}
