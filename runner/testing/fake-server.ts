// An HTTP server for tests of scripts: answers by a function, and remembers what it was asked. Loopback only.

import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeRequest {
  readonly method: string;
  /** With the query: "/ask?n=1". */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface FakeAnswer {
  /** 200 unless told. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Closes the connection instead of answering. */
  readonly hangUp?: boolean;
}

export interface FakeServer {
  /** "http://127.0.0.1:40123" */
  readonly url: string;
  /** Everything asked so far, in order. */
  readonly requests: readonly FakeRequest[];
  close(): Promise<void>;
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen on a port");
  return address.port;
}

/** Starts a server on a free port of 127.0.0.1. What `answer` throws becomes a 500 with its message. */
export async function fakeServer(
  answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
): Promise<FakeServer> {
  const requests: FakeRequest[] = [];
  const server = createServer(async (message, response) => {
    const { method = "GET", url = "/", headers } = message;
    const request: FakeRequest = { method, path: url, headers, body: await bodyOf(message) };
    requests.push(request);
    let given: FakeAnswer;
    try {
      given = await answer(request);
    } catch (error) {
      given = { status: 500, body: String(error) };
    }
    if (given.hangUp === true) {
      message.socket.destroy();
      return;
    }
    const text = typeof given.body === "string" ? given.body : JSON.stringify(given.body ?? {});
    const type = typeof given.body === "string" ? "text/plain" : "application/json";
    response.writeHead(given.status ?? 200, { "content-type": type, ...given.headers }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
