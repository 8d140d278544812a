// How a request that cannot be answered is answered: always JSON, `{"error": "…"}`, with the fitting status. What is
// the client's mistake is said to the client; what is a bug is reported to the operator and not shown.

import type { Socket } from "node:net";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { RETRY_AFTER_SECONDS } from "../admission.ts";
import { Refusal } from "../refusal.ts";

type Report = (event: Readonly<Record<string, unknown>>) => void;

const statusOf = (error: FastifyError | Refusal): number =>
  error instanceof Refusal ? error.status : (error.statusCode ?? 500);

/** Installs the answers for refusals, bad bodies, unknown routes, wrong methods and bugs. */
export function answerErrors(app: FastifyInstance, methods: ReadonlyMap<string, string>, report: Report): void {
  app.setErrorHandler(async (error: FastifyError | Refusal, _request: FastifyRequest, reply: FastifyReply) => {
    const status = statusOf(error);
    const known = status < 500 || error instanceof Refusal;
    if (!known) report({ event: "bug", error: error.stack ?? String(error) });
    if (status === 503) reply.header("retry-after", RETRY_AFTER_SECONDS);
    return reply.code(status).send({ error: known ? error.message : "internal error" });
  });

  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const allowed = methods.get(path);
    if (allowed === undefined) return reply.code(404).send({ error: `there is no ${path.slice(0, 200)} here` });
    reply.header("allow", allowed);
    return reply.code(405).send({ error: `${path} takes ${allowed}` });
  });
}

/** Answers what is no HTTP request, or one that comes too slowly, as far as the socket still takes an answer. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const [status, text] = BROKEN[error.code ?? ""] ?? ["400 Bad Request", "this is no HTTP request"];
  const body = JSON.stringify({ error: text });
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  socket.end(`${head}connection: close\r\n\r\n${body}`);
}

const BROKEN: Readonly<Record<string, readonly [string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "the request took too long to arrive"],
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "the headers are too large"],
};
