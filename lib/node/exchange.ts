// One HTTP exchange outside the load: health, contract, golden answers, metrics. Not fetch, which refuses some ports
// (port 1 among them) with words that help nobody.

import { type Dispatcher, request } from "undici";
import type { RequestHeaders } from "../core/request-headers.ts";
import { replyOf } from "../core/service/read-reply.ts";
import type { WireRequest } from "../core/service/request.ts";

/** Where a service is, and what every request to it carries. */
export interface Address {
  readonly url: string;
  readonly headers: RequestHeaders;
}

export interface Exchange {
  readonly status: number;
  readonly contentType: string;
  /** Where a redirect points, as it says. */
  readonly location: string | undefined;
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The parsed body; undefined when it is not JSON. */
  readonly json: unknown;
}

/** The largest answer that is read outside the load: a service could otherwise fill this process's memory. */
const MOST_BYTES = 4 * 1024 * 1024;

/** A body as text. @throws Error when it is larger than MOST_BYTES; no more of it is read then */
async function boundedText(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop ends the connection.
  for await (const piece of body) {
    if (!Buffer.isBuffer(piece)) throw new Error("an answer that is not bytes");
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new Error(`an answer of more than ${MOST_BYTES / 1024 / 1024} MiB`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

const oneOfEach = (headers: Dispatcher.ResponseData["headers"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? (value[0] ?? "") : value]],
    ),
  );

/** Sends a request as it stands to a service's base URL. @throws whatever kept an answer from coming in time */
export async function send(url: string, wire: WireRequest, timeoutMs: number): Promise<Exchange> {
  const { method, path, headers, body } = wire;
  const response = await request(`${url}${path}`, {
    signal: AbortSignal.timeout(timeoutMs),
    method,
    headers,
    ...(body === null ? {} : { body: typeof body === "string" ? body : new Uint8Array(body) }),
  });
  const text = await boundedText(response.body);
  const reply = replyOf(response.statusCode, text, oneOfEach(response.headers));
  const { status, headers: got } = reply;
  return {
    status,
    contentType: got["content-type"] ?? "",
    location: got.location,
    headers: got,
    text,
    get json() {
      return reply.json;
    },
  };
}

/** GETs `path`, or POSTs `body` as JSON to it. @throws whatever kept an answer from coming within `timeoutMs` */
export const exchange = (at: Address, path: string, timeoutMs: number, body?: unknown): Promise<Exchange> =>
  send(
    at.url,
    body === undefined
      ? { method: "GET", path, headers: at.headers, body: null }
      : {
          method: "POST",
          path,
          headers: { ...at.headers, "content-type": "application/json" },
          body: JSON.stringify(body),
        },
    timeoutMs,
  );
