// One kind of request of a service as its author describes it: where it goes, what it carries, how its answers are
// read. Only a path and, for a POST, a body are needed.

import type { StreamFormat } from "../streams/stream-format.ts";
import type { GoodBounds } from "../streams/stream-outcome.ts";

/** Headers by name. */
export type Headers = Readonly<Record<string, string>>;

/** What came back, as a description reads it. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  /** The parsed body; undefined when it is not JSON. A bare NaN is none: such an answer is unreadable, not wrong. */
  readonly json: unknown;
  /** By name in small letters; of a name that came twice one value. */
  readonly headers: Headers;
}

/** What a request is for: only inference carries rows and is judged by its answers. */
export type Role = "inference" | "health" | "other";

/** A function of the rows a request carries. */
type OfRows<Row, T> = { of(rows: readonly Row[]): T }["of"];
/** Headers that follow from what the request carries, or from the time: a length, a signature. */
type OfRequest<Row> = { of(rows: readonly Row[], body: string | ArrayBuffer | null, now: Date): Headers }["of"];

/** An endpoint. Everything that is a function is called in the script as well as before the load. */
export interface Endpoint<Row> {
  readonly method: "GET" | "POST" | "PUT";
  /** Where it goes, from "/" on; a function may put a row's own values into it. */
  readonly path: string | OfRows<Row, string>;
  readonly role: Role;
  /** Rows a request; a list makes an endpoint of each size. */
  readonly rows: number | readonly number[];
  /** Requests in a round of the mix; a list gives each size its own. */
  readonly share: number | readonly number[];
  /** What the request carries: JSON, a text as it is, bytes, or `form(…)`. Absent for a GET, or null for one of a row. */
  body?(rows: readonly Row[]): unknown;
  /** Beside the service's own; a function is asked for every request, so that a length or a signature may follow. */
  readonly headers?: Headers | OfRequest<Row>;
  /** The answers, one a row, in row order; undefined when the reply has another shape. */
  answers(reply: Reply, rows: readonly Row[]): readonly unknown[] | undefined;
  /** What an answer says in a word, to be held against a row's `expected`; unset: see `labelOf`. */
  label?(answer: unknown): unknown;
  /** When two answers about one row are the same; unset: alike in every part, numbers within 1e-4. */
  same?(a: unknown, b: unknown): boolean;
  /** The endpoint whose answer about a row alone this one must give too; unset: itself. */
  readonly answersLike?: string;
  /** Whether answers are held against those at rest; false where they are never alike twice. */
  readonly golden?: boolean;
  /** Why a reply with a good status is a failure all the same; undefined when it is none. */
  failed?(reply: Reply): string | undefined;
  /** Statuses by which the service refuses work that it has no room for, counted as `refused` beside the failures. */
  readonly shed?: readonly number[];
  /** Work done by a good reply, such as its tokens, in the service's `item`; counted beside the answers. */
  items?(reply: Reply, rows: readonly Row[]): number;
  /** The service's own times of a request, in ms, by name: `{ queue: headerMs("x-queue-time") }`; not of a stream. */
  readonly timings?: Readonly<Record<string, (reply: Reply) => number | undefined>>;
  /** How a streamed answer is read; unset: the answer comes whole. */
  readonly stream?: StreamFormat;
  /** Bounds in ms that one streamed request must keep at once to be good: their share is the goodput. */
  readonly good?: GoodBounds;
  /** The rows it is for, from the first of these up to the second, by their place in the data; unset: all. */
  readonly only?: readonly [number, number];
  /** What this endpoint must meet, as OBJECTIVES says it: `"p95<150ms, failed<0.1%"`. */
  readonly objectives?: string;
}

/** What may be said of an endpoint beside its path and body. */
export type EndpointOptions<Row> = Partial<Omit<Endpoint<Row>, "path" | "body">>;

/** A row of a data file when nothing more is known of it. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** One row: the whole JSON is its answer. Several: the JSON is the list of them. */
const wholeReply = ({ json }: Reply, rows: readonly unknown[]): readonly unknown[] | undefined => {
  if (json === undefined) return undefined;
  if (rows.length === 1) return [json];
  return Array.isArray(json) ? json : undefined;
};

/** A streamed answer is its text. */
const wholeText = ({ body }: Reply): readonly unknown[] => [body];

/**
 * `POST path`. The body is made of the first row; the second argument has all of them, for a request of several:
 * `post("/batch", (_, mails) => ({ texts: mails.map((m) => m.text) }), { rows: [5, 25] })`.
 */
export const post = <Row = AnyRow>(
  path: Endpoint<Row>["path"],
  body: (row: Row, rows: readonly Row[]) => unknown,
  options: EndpointOptions<Row> = {},
): Endpoint<Row> => ({
  method: "POST",
  path,
  role: "inference",
  rows: 1,
  share: 1,
  answers: options.stream === undefined ? wholeReply : wholeText,
  // What is generated is seldom the same twice.
  ...(options.stream === undefined ? {} : { golden: false }),
  ...options,
  body: (rows) => {
    const [first] = rows;
    if (first === undefined) throw new RangeError("a request needs a row");
    return body(first, rows);
  },
});

/** `GET path`, which carries no row: a health check unless the options say otherwise. */
export const get = <Row = AnyRow>(
  path: string,
  options: Pick<EndpointOptions<Row>, "role" | "share" | "headers" | "objectives"> = {},
): Endpoint<Row> => ({ method: "GET", path, role: "health", rows: 1, share: 1, answers: () => undefined, ...options });

/** Reads a reply's header as a time in ms: for `timings`. @param unit what the header counts in */
export const headerMs =
  (name: string, unit: "ms" | "s" | "us" = "ms") =>
  ({ headers }: Reply): number | undefined => {
    const value = Number.parseFloat(headers[name.toLowerCase()] ?? "");
    return Number.isFinite(value) ? value * { ms: 1, s: 1000, us: 0.001 }[unit] : undefined;
  };
