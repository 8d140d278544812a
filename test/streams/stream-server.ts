// A server whose streams are known: pieces are written when the test says so, one socket write each.

import { createServer, type ServerResponse } from "node:http";

export interface StreamServer {
  readonly url: string;
  /** Connections accepted so far. */
  connections(): number;
  /** Streams whose client went away before their end. */
  abandoned(): number;
  close(): Promise<void>;
}

/** Writes `pieces` one after the other, each in a turn of its own so that none shares a read with another by design. */
async function play(response: ServerResponse, pieces: readonly (string | Buffer)[]): Promise<void> {
  for (const piece of pieces) {
    if (response.destroyed) return;
    response.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  response.end();
}

const sse = { "content-type": "text/event-stream" };

/** Starts it on a free port of 127.0.0.1. @param streams pieces by path; other paths answer 503 with a JSON error */
export async function streamServer(
  streams: Readonly<Record<string, readonly (string | Buffer)[]>>,
): Promise<StreamServer> {
  let connections = 0;
  let abandoned = 0;
  const server = createServer((request, response) => {
    request.resume();
    const path = request.url ?? "/";
    const pieces = streams[path];
    if (path === "/cut") {
      response.writeHead(200, sse);
      response.write("data: half\n\n", () => request.socket.destroy());
      return;
    }
    if (pieces === undefined) {
      response.writeHead(503, { "content-type": "application/json" }).end('{"error":"overloaded"}');
      return;
    }
    response.on("close", () => {
      if (!response.writableFinished) abandoned++;
    });
    response.writeHead(200, sse);
    void play(response, pieces);
  });
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen on a port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    connections: () => connections,
    abandoned: () => abandoned,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
