// The request kinds of a service one by one: an endpoint with several sizes becomes one of each.

import type { Endpoint } from "./endpoint.ts";
import type { LoadEndpoint } from "./load-endpoint.ts";
import type { Service } from "./service.ts";

export interface RequestKind<Row> {
  readonly name: string;
  /** Rows a request; null for one that carries none. */
  readonly rows: number | null;
  /** Requests in a round of the mix. */
  readonly share: number;
  readonly service: Service<Row>;
  readonly endpoint: Endpoint<Row>;
  /** The endpoint whose answers about a row alone this one's must be. */
  readonly family: string;
}

const kindsOf = <Row>(service: Service<Row>, name: string, endpoint: Endpoint<Row>): readonly RequestKind<Row>[] => {
  const { rows, share } = endpoint;
  const sizes = typeof rows === "number" ? [rows] : rows;
  return sizes.map((size, i) => ({
    // A single size needs no name of its own, nor does one row among several sizes.
    name: typeof rows === "number" || size === 1 ? name : `${name}-${size}`,
    rows: endpoint.body === undefined ? null : size,
    share: typeof share === "number" ? share : (share[i] ?? 1),
    service,
    endpoint,
    family: endpoint.answersLike ?? name,
  }));
};

/** In the order of the description. @throws TypeError when two have the same name */
export function requestKinds<Row>(service: Service<Row>): readonly RequestKind<Row>[] {
  const kinds = Object.entries(service.endpoints).flatMap(([name, endpoint]) => kindsOf(service, name, endpoint));
  const twice = kinds.find((k, i) => kinds.findIndex((other) => other.name === k.name) !== i);
  if (twice !== undefined) throw new TypeError(`two endpoints are called ${twice.name}`);
  return kinds;
}

/** The kinds as a load sees them. */
export const loadEndpoints = <Row>(service: Service<Row>): readonly LoadEndpoint[] =>
  requestKinds(service).map(({ name, rows, share, endpoint: { role } }) => ({ name, role, rows, share }));

/** An endpoint's address as reports show it; its name where every row has an address of its own. */
export const shownPath = <Row>({ name, endpoint }: RequestKind<Row>): string =>
  typeof endpoint.path === "string" ? endpoint.path : name;
