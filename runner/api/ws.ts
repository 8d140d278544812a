// The module `k6/ws`: `connect` calls back with a socket and ends with it. What handlers do must not wait.

import { isRecord } from "../../lib/core/json.ts";
import type { HttpClient } from "../http/client.ts";
import type { ModuleNamespace } from "../loader/script.ts";
import { goError } from "../vu/go-error.ts";
import { onlyK6 } from "../vu/only-k6.ts";
import { type Handler, isHandler, SocketSession } from "../ws/socket-session.ts";
import type { Handshake } from "../ws/web-socket.ts";

interface WsResponse extends Omit<Handshake, "subprotocol"> {
  readonly url: string;
}

const texts = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(isRecord(value) ? value : {}).map(([name, text]) => [name, String(text)]));

async function connect(client: HttpClient, url: unknown, params: unknown, setup: Handler): Promise<WsResponse> {
  const { vu } = client;
  const address = String(url);
  if (Object.keys(vu.http.hosts).length > 0)
    throw onlyK6(
      "the runner's k6/ws does not know the option hosts",
      "name the address in the URL and leave hosts out",
    );
  const { headers, tags, compression } = isRecord(params) ? params : {};
  const session = new SocketSession(client, address, texts(tags));
  if (!/^wss?:\/\//.test(address) || !URL.canParse(address)) {
    session.refused();
    const why = "malformed ws or wss URL";
    if (vu.http.throw) throw goError(why);
    return { url: "", status: 0, headers: {}, body: "", error: why };
  }
  const { "Sec-WebSocket-Protocol": protocols = "", ...own } = texts(headers);
  const cookies = client.jar.cookiesForURL(address.replace(/^ws/, "http"));
  const cookie = Object.entries(cookies).flatMap(([name, values]) => values.map((value) => `${name}=${value}`));
  const {
    status,
    headers: answered,
    body,
    error,
  } = await session.run(
    {
      url: address,
      headers: { "User-Agent": vu.http.userAgent, ...(cookie.length > 0 && { Cookie: cookie.join("; ") }), ...own },
      protocols: protocols.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()])),
      compression: compression === "deflate",
      rejectUnauthorized: !vu.http.insecureSkipTLSVerify,
    },
    setup,
  );
  if (status === 0 && vu.http.throw) throw goError(error);
  return { url: status === 101 ? address : "", status, headers: answered, body, error };
}

/** The module for one VU. */
export function wsModule(client: HttpClient): ModuleNamespace {
  const members = {
    connect: (url: unknown, ...rest: readonly unknown[]): Promise<WsResponse> => {
      const setup = rest[rest.length - 1];
      if (!isHandler(setup)) throw goError("last argument to ws.connect must be a function");
      return connect(client, url, rest.length > 1 ? rest[0] : undefined, setup);
    },
  };
  return { ...members, default: members };
}
