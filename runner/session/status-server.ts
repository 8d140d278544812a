// `--address`: a run's state and its start and stop over HTTP, in the JSON:API shape of k6's /v1/status. Only what
// k6-operator and scripts use of k6's interface; nothing of the test itself can be read or changed here.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { exit } from "../../lib/core/exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import { RunFailure } from "../engine/script-problem.ts";
import type { StartGate } from "./start-gate.ts";

/** k6's numbers of what a run is at. */
const PAUSED = 4;
const RUNNING = 7;
/** A state is a few hundred bytes. */
const LARGEST_BODY = 64 * 1024;

export interface Controlled {
  readonly gate: StartGate;
  readonly vus: number;
  readonly maxVus: number;
  readonly stopped: boolean;
  stop(): void;
}

export interface StatusServer {
  close(): Promise<void>;
}

const statusOf = ({ gate, vus, maxVus, stopped }: Controlled): unknown => ({
  data: {
    type: "status",
    id: "default",
    attributes: {
      status: gate.passed ? RUNNING : PAUSED,
      paused: gate.paused,
      vus,
      "vus-max": maxVus,
      stopped,
      running: gate.passed,
      tainted: false,
    },
  },
});

const problem = (status: number, title: string, detail: string): Reply => ({
  status,
  body: { errors: [{ status: String(status), title, detail }] },
});

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    if (!(part instanceof Buffer)) throw new TypeError("a body in text");
    length += part.length;
    if (length > LARGEST_BODY) throw new RangeError("the body is too large");
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString("utf8"));
}

function change(run: Controlled, body: unknown): Reply {
  const data = isRecord(body) ? body.data : undefined;
  const wanted = isRecord(data) ? data.attributes : undefined;
  if (!isRecord(wanted)) return problem(400, "Invalid data", "data.attributes is missing");
  if (wanted.stopped === true) run.stop();
  else if (typeof wanted.paused === "boolean" && !run.gate.set(wanted.paused)) {
    return problem(500, "Pause error", "a run cannot be paused after its start");
  }
  return { status: 200, body: statusOf(run) };
}

async function answer(run: Controlled, request: IncomingMessage): Promise<Reply> {
  if (request.url?.split("?")[0] !== "/v1/status") return problem(404, "Not found", "there is only /v1/status");
  if (request.method === "GET") return { status: 200, body: statusOf(run) };
  if (request.method !== "PATCH") return problem(405, "Method not allowed", "GET and PATCH are");
  let body: unknown;
  try {
    body = await bodyOf(request);
  } catch (error) {
    return problem(400, "Invalid data", error instanceof Error ? error.message : String(error));
  }
  return change(run, body);
}

async function serve(run: Controlled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await answer(run, request);
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}

/** `host:port`, `:port` for every interface, `[::1]:port`; undefined for anything else. */
function readAddress(text: string): { readonly host: string | undefined; readonly port: number } | undefined {
  const [, host = "", digits] = /^(\[[\da-fA-F:.]+\]|[^:\s]*):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) return undefined;
  return { host: host === "" ? undefined : host.replace(/^\[|\]$/g, ""), port };
}

/** @throws RunFailure (106) when the address cannot be listened on */
export async function serveStatus(address: string, run: Controlled): Promise<StatusServer> {
  const fail = (why: string): RunFailure =>
    new RunFailure({
      exitCode: exit.cannotListen,
      message: `--address ${address}: ${why}`,
      hint: "Name a free one, such as 127.0.0.1:6565.",
    });
  const at = readAddress(address);
  if (at === undefined) throw fail("must be host:port");
  const server = createServer((request, response) => void serve(run, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(fail(error.message)));
    server.listen({ port: at.port, ...(at.host === undefined ? {} : { host: at.host }) }, resolve);
  });
  return { close: () => closed(server) };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
