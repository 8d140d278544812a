// A loopback server that writes exactly the bytes a test wants, for answers no HTTP library would send.

import net from "node:net";
import tls from "node:tls";
import { afterAll } from "vitest";

/** A request as it came, and how to answer it. */
interface Received {
  readonly method: string;
  /** Path without the leading slash, query cut off. */
  readonly path: string;
  readonly head: string;
  readonly body: Buffer;
  /** Counts connections from 1, and requests on this one. */
  readonly connection: number;
  readonly turn: number;
  readonly socket: net.Socket;
}

export type Answer = (request: Received) => void;

export interface RawServer {
  readonly url: string;
  readonly port: number;
  readonly requests: Received[];
}

/** A complete response. */
export const reply = (status: string, body = "", fields = ""): string =>
  `HTTP/1.1 ${status}\r\n${fields}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** Splits what arrives into requests with a Content-Length body. */
function serve(socket: net.Socket, connection: number, requests: Received[], answer: Answer): void {
  let rest = Buffer.alloc(0);
  let turn = 0;
  socket.on("error", () => undefined);
  socket.on("data", (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (let end = rest.indexOf("\r\n\r\n"); end >= 0; end = rest.indexOf("\r\n\r\n")) {
      const head = rest.subarray(0, end).toString("latin1");
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (rest.length < end + 4 + length) return;
      const body = rest.subarray(end + 4, end + 4 + length);
      rest = rest.subarray(end + 4 + length);
      const [method = "", target = ""] = head.split(" ");
      const path = target.slice(1).split("?", 1)[0] ?? "";
      const request = { method, path, head, body, connection, turn: ++turn, socket };
      requests.push(request);
      answer(request);
    }
  });
}

/** Starts on a port the system chooses, with TLS when given a key; everything is closed when the file's tests end. */
export async function rawServer(answer: Answer, secure?: tls.TlsOptions): Promise<RawServer> {
  const requests: Received[] = [];
  const open = new Set<net.Socket>();
  let connections = 0;
  const accept = (socket: net.Socket): void => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    serve(socket, ++connections, requests, answer);
  };
  const server = secure ? tls.createServer(secure, accept) : net.createServer({ noDelay: true }, accept);
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: `${secure ? "https" : "http"}://127.0.0.1:${port}`, port, requests };
}
