// A small service with the contract of the real one and faults that can be switched on, for tests of what finds them.
// It sleeps instead of computing, so that its capacity is exact and tests cost no CPU.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { performance } from "node:perf_hooks";
import { isRecord } from "../../../lib/core/json.ts";
import type { Prediction } from "../../../lib/core/service-contract.ts";
import { answerTo } from "./answers.ts";
import { type Faults, healthy } from "./faults.ts";
import { Workers } from "./workers.ts";

export interface FaultyService {
  readonly url: string;
  close(): Promise<void>;
}

const BASE_RSS = 100_000_000;

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined;
  }
};

const textsOf = (path: string | undefined, body: unknown): readonly string[] | undefined => {
  if (!isRecord(body)) return undefined;
  if (path === "/predict") return typeof body.text === "string" ? [body.text] : undefined;
  const { texts } = body;
  const all = Array.isArray(texts) ? texts.filter((t) => typeof t === "string") : [];
  return Array.isArray(texts) && all.length === texts.length && all.length > 0 ? all : undefined;
};

class Service {
  readonly #faults: Faults;
  readonly #workers: Workers;
  readonly #lastUse = new WeakMap<Socket, number>();
  readonly #seen = new Set<string>();
  readonly #underWay: string[] = [];
  readonly #sockets = new Set<Socket>();
  #requests = 0;
  #startedAtSeconds = Date.now() / 1000;

  constructor(faults: Faults) {
    this.#faults = faults;
    this.#workers = new Workers(faults);
  }

  connected(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === "/metrics") return this.#metrics(response);
    if (this.#resets(request.socket)) return void request.socket.resetAndDestroy();
    if (request.url === "/health") await this.#health(response);
    else await this.#predict(request, response);
    this.#lastUse.set(request.socket, performance.now());
  }

  #resets(socket: Socket): boolean {
    const last = this.#lastUse.get(socket);
    const idle = last !== undefined && performance.now() - last > this.#faults.idleResetMs;
    return idle || this.#workers.inHouse > this.#faults.backlog;
  }

  async #health(response: ServerResponse): Promise<void> {
    if (this.#faults.healthQueues) await this.#workers.work(1);
    if (this.#faults.healthMs > 0) await new Promise((done) => setTimeout(done, this.#faults.healthMs));
    json(response, 200, { status: "ok", profile: "faulty" });
  }

  async #predict(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const texts = textsOf(request.url, await bodyOf(request));
    if (texts === undefined) return json(response, 400, { error: "expected {text} or {texts}" });
    const marker = texts[0] ?? "";
    this.#underWay.push(marker);
    await this.#workers.work(this.#cost(texts));
    this.#underWay.splice(this.#underWay.indexOf(marker), 1);
    this.#requests += 1;
    this.#restart();
    if (texts.length === this.#faults.failBatchSize || this.#requests % this.#faults.failEvery === 0)
      return json(response, 500, { error: "resource contention" });
    const predictions = this.#answers(request.url === "/predict", texts);
    json(response, 200, request.url === "/predict" ? predictions[0] : { predictions });
  }

  #cost(texts: readonly string[]): number {
    const { serviceMs, perTextMs, repeatCost } = this.#faults;
    const known = texts.every((t) => this.#seen.has(t));
    for (const t of texts) this.#seen.add(t);
    return (serviceMs + perTextMs * texts.length) * (known ? repeatCost : 1);
  }

  #answers(single: boolean, texts: readonly string[]): readonly Prediction[] {
    const { mixUpBatch, mixUpSingle, unstable } = this.#faults;
    const other = this.#underWay.find((t) => t !== texts[0]);
    const right = (single && mixUpSingle && other !== undefined ? [other] : texts).map(answerTo);
    const ordered = !single && mixUpBatch && other !== undefined ? [...right.slice(1), ...right.slice(0, 1)] : right;
    return unstable ? ordered.map((p) => ({ ...p, score: 0.5 + Math.random() / 2 })) : ordered;
  }

  #restart(): void {
    if (this.#requests % this.#faults.restartAfter !== 0) return;
    this.#startedAtSeconds += 1;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  #metrics(response: ServerResponse): void {
    const values = {
      process_start_time_seconds: this.#startedAtSeconds,
      process_resident_memory_bytes: BASE_RSS + this.#requests * this.#faults.leakBytes,
      tailgate_queue_depth: this.#workers.queued,
    };
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(
      `${Object.entries(values)
        .map(([name, value]) => `${name} ${value}`)
        .join("\n")}\n`,
    );
  }
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
};

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Starts the service on a free loopback port. */
export async function startFaultyService(faults: Partial<Faults> = {}): Promise<FaultyService> {
  const service = new Service({ ...healthy, ...faults });
  const server = createServer((request, response) => {
    service.handle(request, response).catch((error: unknown) => {
      json(response, 500, { error: String(error) });
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on("connection", (socket: Socket) => service.connected(socket));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the service has no port");
  return { url: `http://127.0.0.1:${address.port}`, close: () => closed(server) };
}
