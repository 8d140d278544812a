// The test service on a real socket: the model's replies over HTTP, `/metrics` in Prometheus' text format, and broken
// connections where the model says so.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { realClock } from "../virtual-clock.ts";
import type { Faults } from "./faults.ts";
import { FaultyModel } from "./model.ts";

export interface FaultyService {
  readonly url: string;
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined;
  }
};

const metricsText = (model: FaultyModel): string =>
  `${Object.entries(model.metrics())
    .map(([name, value]) => `${name} ${value}`)
    .join("\n")}\n`;

async function handle(model: FaultyModel, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { socket, url: path = "/" } = request;
  if (path === "/metrics") return void response.end(metricsText(model));
  const reply = await model.reply({ path, body: await bodyOf(request), connection: socket });
  if (reply === "reset") return void socket.resetAndDestroy();
  response.writeHead(reply.status, { "content-type": "application/json" });
  response.end(JSON.stringify(reply.json));
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Starts the service on a free loopback port. */
export async function startFaultyService(faults: Partial<Faults> = {}): Promise<FaultyService> {
  const model = new FaultyModel(faults, realClock);
  const sockets = new Set<Socket>();
  let { starts } = model;
  const server = createServer((request, response) => {
    void handle(model, request, response).then(() => {
      if (model.starts === starts) return;
      // A process that starts anew takes all its connections with it.
      starts = model.starts;
      for (const socket of sockets) socket.resetAndDestroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the service has no port");
  return { url: `http://127.0.0.1:${address.port}`, close: () => closed(server) };
}
