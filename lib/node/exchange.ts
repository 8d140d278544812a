// One HTTP exchange outside the load: health, contract, golden answers, metrics. Not fetch, which refuses some ports
// (port 1 among them) with words that help nobody.

import { type Dispatcher, request } from "undici";
import type { RequestHeaders } from "../core/request-headers.ts";

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
  readonly text: string;
  /** The parsed body; undefined when it is not JSON. */
  readonly json: unknown;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

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

/** GETs `path`, or POSTs `body` as JSON to it. @throws whatever kept an answer from coming within `timeoutMs` */
export async function exchange(at: Address, path: string, timeoutMs: number, body?: unknown): Promise<Exchange> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = { ...at.headers, "content-type": "application/json" };
  const response = await request(
    `${at.url}${path}`,
    body === undefined
      ? { signal, headers: at.headers }
      : { signal, headers, method: "POST", body: JSON.stringify(body) },
  );
  const text = await boundedText(response.body);
  const { "content-type": contentType, location } = response.headers;
  return {
    status: response.statusCode,
    contentType: typeof contentType === "string" ? contentType : "",
    location: typeof location === "string" ? location : undefined,
    text,
    json: parse(text),
  };
}
