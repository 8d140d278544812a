// The server that conformance scripts talk to: answers, refusals and faults, by path. It keeps what it was asked.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { page } from "./page.ts";

type Answer = (request: IncomingMessage, response: ServerResponse, rest: string) => void;

const answers: Readonly<Record<string, Answer>> = {
  echo: (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ method: request.method, body: Buffer.concat(parts).toString() }));
    });
  },
  status: (_request, response, rest) => {
    response.statusCode = Number(rest);
    response.end(`status ${rest}`);
  },
  /** A page with forms and links; those lead to `sent`. */
  page: (_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(page);
  },
  /** What was asked, in one line. */
  sent: (request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString();
    });
    request.on("end", () =>
      response.end(`${request.method} ${request.url} ${request.headers["x-own"] ?? "-"} ${body}`),
    );
  },
  /** `redirect/3` leads to `redirect/2`, and so on to `echo`. */
  redirect: (_request, response, rest) => {
    const left = Number(rest) - 1;
    response.statusCode = 302;
    response.setHeader("location", left > 0 ? `/redirect/${left}` : "/echo");
    response.end();
  },
  reset: (request) => {
    request.socket.resetAndDestroy();
  },
  /** Never answers. */
  stall: () => undefined,
};

/** Says what it was asked, then says again what it is told; some words end the talk. */
function talk(client: WebSocket, { url, headers }: IncomingMessage): void {
  client.send(`asked ${url} ${headers["x-own"] ?? "-"} ${headers.cookie ?? "-"}`);
  client.on("message", (data: Buffer, binary) => {
    const word = binary ? "" : data.toString();
    if (word === "leave") client.close(1001);
    else if (word === "object") client.close(1008, "no");
    else if (word === "vanish") client.terminate();
    else client.send(data, { binary });
  });
}

const answer = (request: IncomingMessage, response: ServerResponse): void => {
  const [, name = "", ...rest] = (request.url ?? "").split("?", 1).join("").split("/");
  const found = Object.hasOwn(answers, name) ? answers[name] : undefined;
  if (found === undefined) {
    response.statusCode = 404;
    response.end("no such path");
  } else found(request, response, rest.join("/"));
};

export interface TargetServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startTarget(): Promise<TargetServer> {
  const server: Server = createServer(answer);
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (request.url === "/refused") socket.end("HTTP/1.1 401 Unauthorized\r\nContent-Length: 3\r\n\r\nbad");
    else sockets.handleUpgrade(request, socket, head, (client) => talk(client, request));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = addressOf(server);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (typeof address === "object" && address !== null) return address;
  throw new Error("the server has no port");
}
