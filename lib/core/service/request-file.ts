// A file of requests as a service, for people without TypeScript: each line is sent as it stands, and what it is
// answered under load is held against what it is answered at rest.

import { didYouMean } from "../did-you-mean.ts";
import { isRecord } from "../json.ts";
import type { Endpoint, Headers } from "./endpoint.ts";
import { defineService, type Service } from "./service.ts";

/** A request with the line it stands on. */
export interface RequestRow {
  readonly line: number;
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  /** JSON, or a text as it is; null: none. */
  readonly body: unknown;
  readonly headers: Headers;
  /** The right answer, or the word for it; null where nobody knows. */
  readonly expect: unknown;
}

/** Requests that go to one place: rows `from` up to `to`. */
export interface RequestGroup {
  readonly name: string;
  readonly method: RequestRow["method"];
  readonly from: number;
  readonly to: number;
}

const KEYS = ["path", "method", "body", "headers", "expect"] as const;

const isHeaders = (x: unknown): x is Headers => isRecord(x) && Object.values(x).every((v) => typeof v === "string");
const isMethod = (x: unknown): x is RequestRow["method"] => x === "GET" || x === "POST" || x === "PUT";

/** A line of the file, or what is wrong with it. */
export function readRequest(json: unknown, line: number): RequestRow | string {
  const where = `line ${line}`;
  if (!isRecord(json)) return `${where}: is no object; {"path": "/…", "body": …} is one`;
  const unknown = Object.keys(json).find((key) => !KEYS.some((known) => known === key));
  if (unknown !== undefined) return `${where}: there is no "${unknown}"${didYouMean(unknown, KEYS)}`;
  const { path, body = null, headers = {}, expect = null } = json;
  const method = json.method ?? (body === null ? "GET" : "POST");
  if (typeof path !== "string" || !path.startsWith("/")) return `${where}: its path must begin with "/"`;
  if (!isMethod(method)) return `${where}: its method must be GET, POST or PUT`;
  if (!isHeaders(headers)) return `${where}: headers must be texts by name`;
  return { line, method, path, body, headers, expect };
}

/** Where a request goes, without what differs from one to the next. */
const placeOf = ({ method, path }: RequestRow): string => `${method} ${path.split("?")[0]}`;

const nameOf = (place: string): string =>
  place
    .replace(/^\w+ /, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^[^A-Za-z]+|-+$/g, "") || "root";

/** The requests put together by place, in the order in which the places come, and the groups they make. */
export function groupRequests(requests: readonly RequestRow[]): {
  readonly rows: readonly RequestRow[];
  readonly groups: readonly RequestGroup[];
} {
  const byPlace = new Map<string, RequestRow[]>();
  for (const request of requests) {
    const place = placeOf(request);
    const known = byPlace.get(place);
    if (known === undefined) byPlace.set(place, [request]);
    else known.push(request);
  }
  const groups: RequestGroup[] = [];
  let from = 0;
  for (const [place, rows] of byPlace) {
    const plain = nameOf(place);
    const taken = groups.filter(({ name }) => name === plain || name.startsWith(`${plain}.`)).length;
    const [first] = rows;
    groups.push({
      name: taken === 0 ? plain : `${plain}.${taken + 1}`,
      method: first?.method ?? "POST",
      from,
      to: from + rows.length,
    });
    from += rows.length;
  }
  return { rows: [...byPlace.values()].flat(), groups };
}

/** Requests in a round of the mix, over all groups: each has its part of the file, and one at least. */
const ROUND = 100;

const endpointOf = ({ method, from, to }: RequestGroup, all: number): Endpoint<RequestRow> => ({
  method,
  path: ([request]) => request?.path ?? "",
  role: "inference",
  rows: 1,
  share: Math.max(1, Math.round(((to - from) / all) * ROUND)),
  body: ([request]) => request?.body ?? null,
  headers: ([request]) => request?.headers ?? {},
  // A text that is no JSON is an answer as well: nobody said what it should be.
  answers: ({ json, body }) => [json ?? body],
  only: [from, to],
});

/** @param data name of the file */
export function requestService(data: string, groups: readonly RequestGroup[]): Service<RequestRow> {
  const all = groups.reduce((sum, { from, to }) => sum + to - from, 0);
  return defineService<RequestRow>({
    data,
    id: (request) => String(request.line),
    expected: (request) => request.expect,
    endpoints: Object.fromEntries(groups.map((group) => [group.name, endpointOf(group, all)])),
  });
}
