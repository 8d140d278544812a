// One HTTP exchange outside the load: health, contract, golden answers, metrics. Not fetch, which refuses some ports
// (port 1 among them) with words that help nobody.

import { request } from "undici";
import type { RequestHeaders } from "../core/request-headers.ts";

/** Where a service is, and what every request to it carries. */
export interface Address {
  readonly url: string;
  readonly headers: RequestHeaders;
}

export interface Exchange {
  readonly status: number;
  readonly contentType: string;
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
  const text = await response.body.text();
  const contentType = response.headers["content-type"];
  return {
    status: response.statusCode,
    contentType: typeof contentType === "string" ? contentType : "",
    text,
    json: parse(text),
  };
}
