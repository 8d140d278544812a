// A session with Node's inspector: the Chrome DevTools protocol over a WebSocket, on loopback only. Worker threads are
// sessions inside it (the NodeWorker domain).

import { WebSocket } from "undici";
import { CliError } from "../../core/exit.ts";
import { isRecord } from "../../core/json.ts";

type Params = Readonly<Record<string, unknown>>;

/** Sends a command and resolves to its result. */
export type Send = (method: string, params?: Params) => Promise<Record<string, unknown>>;

interface WorkerSession {
  readonly title: string;
  readonly send: Send;
}

export interface InspectorSession {
  readonly send: Send;
  /** The worker threads that are running now. */
  workers(): readonly WorkerSession[];
  close(): void;
}

const LOOPBACK = new Set(["127.0.0.1", "[::1]", "localhost"]);

/** Whether a URL points to this machine: code can be run through an inspector, so no other host is talked to. */
export const isLoopback = (url: string): boolean => URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);

/** Numbers commands and hands each answer to who asked. */
class Calls {
  readonly #open = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (e: Error) => void }
  >();
  readonly #post: (message: string) => void;
  #last = 0;

  constructor(post: (message: string) => void) {
    this.#post = post;
  }

  readonly send: Send = (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#open.set(id, { resolve, reject });
      this.#post(JSON.stringify({ id, method, params }));
    });

  answer(message: Record<string, unknown>): void {
    const call = typeof message.id === "number" ? this.#open.get(message.id) : undefined;
    if (call === undefined || typeof message.id !== "number") return;
    this.#open.delete(message.id);
    if (isRecord(message.error)) call.reject(new CliError(`the inspector refused: ${String(message.error.message)}`));
    else call.resolve(isRecord(message.result) ? message.result : {});
  }

  fail(error: Error): void {
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }
}

interface Worker extends WorkerSession {
  readonly calls: Calls;
}

/** Keeps the list of worker sessions by the events of the NodeWorker domain. */
class Workers {
  readonly #all = new Map<string, Worker>();
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  list(): readonly WorkerSession[] {
    return [...this.#all.values()];
  }

  onEvent(method: unknown, params: unknown): void {
    if (!isRecord(params) || typeof params.sessionId !== "string") return;
    const { sessionId } = params;
    if (method === "NodeWorker.attachedToWorker") {
      const info = isRecord(params.workerInfo) ? params.workerInfo : {};
      const calls = new Calls((message) => {
        this.#send("NodeWorker.sendMessageToWorker", { sessionId, message }).catch((error: Error) => calls.fail(error));
      });
      this.#all.set(sessionId, { title: `worker ${String(info.workerId ?? sessionId)}`, calls, send: calls.send });
    } else if (method === "NodeWorker.detachedFromWorker") {
      this.#all.get(sessionId)?.calls.fail(new CliError("a worker thread ended while it was profiled"));
      this.#all.delete(sessionId);
    } else if (method === "NodeWorker.receivedMessageFromWorker" && typeof params.message === "string") {
      const message: unknown = JSON.parse(params.message);
      if (isRecord(message)) this.#all.get(sessionId)?.calls.answer(message);
    }
  }
}

/** Opens a session. @throws CliError when the URL is not on loopback or nothing answers there */
export async function openInspector(url: string): Promise<InspectorSession> {
  if (!isLoopback(url)) {
    throw new CliError("inspectors are attached to on loopback only", {
      hint: "An inspector can run any code in the process. Run tailgate beside the service, or forward a port with ssh -L.",
    });
  }
  const socket = new WebSocket(url);
  const calls = new Calls((message) => socket.send(message));
  const workers = new Workers(calls.send);
  socket.addEventListener("message", (event) => {
    const message: unknown = JSON.parse(String(event.data));
    if (!isRecord(message)) return;
    if ("id" in message) calls.answer(message);
    else workers.onEvent(message.method, message.params);
  });
  socket.addEventListener("close", () => calls.fail(new CliError("the service closed the inspector, or ended")));
  await opened(socket, url);
  await calls.send("NodeWorker.enable", { waitForDebuggerOnStart: false }).catch(() => undefined);
  return { send: calls.send, workers: () => workers.list(), close: () => socket.close() };
}

const opened = (socket: WebSocket, url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () =>
      reject(
        new CliError(`no inspector answers at ${url}`, {
          hint: "Start the service with node --inspect=127.0.0.1:0 and give the address it prints.",
        }),
      ),
    );
  });
