// A service that answers anything on loopback, as httpbin and the demo sites of k6 would: what came comes back as JSON,
// with the fields that public scripts look for. It notes every request.

import { createServer, type IncomingMessage, type Server } from "node:http";

export interface StandIn {
  readonly port: number;
  /** What came since the last call, in order. */
  take(): readonly string[];
  close(): void;
}

/** What differs from run to run without meaning anything: times, random ids, boundaries. */
export function normalised(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, "<time>")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, "<uuid>")
    .replace(/-{4,}\w{10,}/g, "<boundary>")
    .replace(/\d+\.\d{3,}|\d{9,}/g, "<number>")
    .replace(/127\.0\.0\.1:\d+/g, "<host>")
    .replace(/\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT/g, "<date>")
    .replace(/\b\d+(?:\.\d+)?\s?ms\b/g, "<ms>");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function answer(request: IncomingMessage, body: string): object {
  const url = new URL(request.url ?? "/", "http://localhost");
  const json = parsed(body);
  const form = /urlencoded/.test(request.headers["content-type"] ?? "")
    ? Object.fromEntries(new URLSearchParams(body))
    : {};
  const user = { id: 1, name: "name", username: "user", token: "token", access: "access", access_token: "access" };
  return {
    ...user,
    url: url.href,
    method: request.method,
    args: Object.fromEntries(url.searchParams),
    json,
    form,
    data: body,
    items: [{ ...user }],
    cookies: {},
  };
}

export async function startStandIn(): Promise<StandIn> {
  let seen: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString("latin1");
    });
    request.on("end", () => {
      const { authorization = "", cookie = "", "content-type": type = "" } = request.headers;
      seen.push(normalised(`${request.method} ${request.url} ${type} ${authorization} ${cookie} ${body}`));
      const status = Number(/\/status\/(\d{3})/.exec(request.url ?? "")?.[1] ?? 200);
      const left = Number(/^\/(?:absolute-|relative-)?redirect\/(\d+)/.exec(request.url ?? "")?.[1] ?? 0);
      if (left > 0) response.setHeader("location", left > 1 ? `/redirect/${left - 1}` : "/get");
      const set = /^\/cookies\/set\?(.*)/.exec(request.url ?? "")?.[1];
      if (set !== undefined)
        response.setHeader(
          "set-cookie",
          set.split("&").map((pair) => `${pair}; Path=/`),
        );
      response.setHeader("content-type", "application/json");
      response.writeHead(left > 0 ? 302 : status >= 200 ? status : 200);
      response.end(request.method === "HEAD" ? undefined : JSON.stringify(answer(request, body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { port } = address;
  return {
    port,
    take: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
