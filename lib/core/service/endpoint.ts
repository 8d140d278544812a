// One kind of request of a service as its author describes it: where it goes, what it carries, how its answers are
// read. Only a path and, for a POST, a body are needed.

/** What came back, as a description reads it. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  /** The parsed body; undefined when it is not JSON. A bare NaN is none: such an answer is unreadable, not wrong. */
  readonly json: unknown;
}

/** What a request is for: only inference carries rows and is judged by its answers. */
export type Role = "inference" | "health" | "other";

export interface Endpoint<Row> {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly role: Role;
  /** Rows a request; a list makes an endpoint of each size. */
  readonly rows: number | readonly number[];
  /** Requests in a round of the mix; a list gives each size its own. */
  readonly share: number | readonly number[];
  /** What the request carries, written as JSON; a text is sent as it is. Absent for a GET. */
  readonly body?: (rows: readonly Row[]) => unknown;
  /** The answers, one a row, in row order; undefined when the reply has another shape. */
  readonly answers: (reply: Reply, rows: readonly Row[]) => readonly unknown[] | undefined;
}

/** What may be said of an endpoint beside its path and body. */
export type EndpointOptions<Row> = Partial<Pick<Endpoint<Row>, "role" | "rows" | "share" | "answers">>;

/** A row of a data file when nothing more is known of it. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** One row: the whole JSON is its answer. Several: the JSON is the list of them. */
const wholeReply = ({ json }: Reply, rows: readonly unknown[]): readonly unknown[] | undefined => {
  if (json === undefined) return undefined;
  if (rows.length === 1) return [json];
  return Array.isArray(json) ? json : undefined;
};

/**
 * `POST path`. The body is made of the first row; the second argument has all of them, for a request of several:
 * `post("/batch", (_, mails) => ({ texts: mails.map((m) => m.text) }), { rows: [5, 25] })`.
 */
export const post = <Row = AnyRow>(
  path: string,
  body: (row: Row, rows: readonly Row[]) => unknown,
  options: EndpointOptions<Row> = {},
): Endpoint<Row> => ({
  method: "POST",
  path,
  role: "inference",
  rows: 1,
  share: 1,
  answers: wholeReply,
  ...options,
  body: (rows) => {
    const [first] = rows;
    if (first === undefined) throw new RangeError(`a request to ${path} needs a row`);
    return body(first, rows);
  },
});

/** `GET path`, which carries no row: a health check unless the options say otherwise. */
export const get = <Row = AnyRow>(
  path: string,
  options: Pick<EndpointOptions<Row>, "role" | "share"> = {},
): Endpoint<Row> => ({ method: "GET", path, role: "health", rows: 1, share: 1, answers: () => undefined, ...options });
