// A request as it goes over the wire, made of an endpoint and the rows it carries: the same in a script, in the checks
// before the load, and when answers are taken at rest.

import { type WrittenBody, writeBody } from "./body.ts";
import type { Endpoint, Headers } from "./endpoint.ts";
import type { Service } from "./service.ts";

export interface WireRequest {
  readonly method: Endpoint<unknown>["method"];
  /** With its query; it begins with "/". */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string | ArrayBuffer | null;
}

/** A function of the description threw: whose, and about which row. */
export class DescriptionError extends Error {
  constructor(what: string, rowIds: readonly string[], cause: unknown) {
    const rows = rowIds.length === 0 ? "" : ` for row${rowIds.length === 1 ? "" : "s"} ${rowIds.join(", ")}`;
    super(`${what} fails${rows}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Later ones win, whatever the case of their letters. */
const merged = (...all: readonly Headers[]): Headers => {
  const byName = new Map<string, readonly [string, string]>();
  for (const headers of all) {
    for (const [name, value] of Object.entries(headers)) byName.set(name.toLowerCase(), [name, String(value)]);
  }
  return Object.fromEntries(byName.values());
};

/** Null is JSON to a POST, and nothing to a GET. */
function writtenOf<Row>(endpoint: Endpoint<Row>, rows: readonly Row[]): WrittenBody | undefined {
  if (endpoint.body === undefined) return undefined;
  const value = endpoint.body(rows);
  return value === null && endpoint.method === "GET" ? undefined : writeBody(value);
}

/**
 * @param rowIds what the rows are called, for an error
 * @param given headers of the whole run (HEADERS), which stand above the description's own
 * @throws DescriptionError when a function of the description throws or gives what cannot be sent
 */
export function requestOf<Row>(
  {
    service,
    name,
    endpoint,
  }: { readonly service: Service<Row>; readonly name: string; readonly endpoint: Endpoint<Row> },
  rows: readonly Row[],
  rowIds: readonly string[],
  given: Headers,
  now: Date,
): WireRequest {
  const attempt = <T>(part: string, run: () => T): T => {
    try {
      return run();
    } catch (error) {
      throw new DescriptionError(`${part} of endpoint ${name}`, rowIds, error);
    }
  };
  const { method, path, headers } = endpoint;
  const to = typeof path === "string" ? path : attempt("the path", () => path(rows));
  if (typeof to !== "string" || !to.startsWith("/")) {
    throw new DescriptionError(`the path of endpoint ${name}`, rowIds, 'it must begin with "/"');
  }
  const written = attempt("the body", () => writtenOf(endpoint, rows));
  const body = written?.body ?? null;
  const common = service.headers;
  return {
    method,
    path: to,
    headers: merged(
      written === undefined ? {} : { "Content-Type": written.contentType },
      typeof common === "function" ? attempt("the service's headers", () => common(now)) : (common ?? {}),
      typeof headers === "function" ? attempt("the headers", () => headers(rows, body, now)) : (headers ?? {}),
      given,
    ),
    body,
  };
}
