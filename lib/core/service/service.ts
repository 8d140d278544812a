// A service as a value: its data and its endpoints. Every problem of a description is found when it is made.

import { isRecord } from "../json.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { AnyRow, Endpoint } from "./endpoint.ts";

export interface Service<Row> {
  /** A .jsonl, .json or .csv file beside the description, or a function that makes the rows. */
  readonly data: string | (() => readonly Row[]);
  readonly endpoints: Readonly<Record<string, Endpoint<Row>>>;
}

const serviceKeys = ["data", "endpoints"] as const;
const endpointKeys = ["method", "path", "role", "rows", "share", "body", "answers"] as const;
const roles: readonly unknown[] = ["inference", "health", "other"];

const unknownKeys = (where: string, x: object, known: readonly string[]): readonly string[] =>
  Object.keys(x)
    .filter((key) => !known.includes(key))
    .map((key) => `${where}: there is no "${key}"${didYouMean(key, known)}`);

const isCount = (x: unknown): boolean => typeof x === "number" && Number.isInteger(x) && x >= 1;

function countProblems(where: string, rows: unknown, share: unknown): readonly string[] {
  const sizes: readonly unknown[] = Array.isArray(rows) ? rows : [rows];
  const shares: readonly unknown[] = Array.isArray(share) ? share : [share];
  const problems: readonly (string | false)[] = [
    (sizes.length === 0 || !sizes.every(isCount)) && `${where}: rows must be a whole number from 1, or a list of them`,
    new Set(sizes).size !== sizes.length && `${where}: rows names a size twice`,
    (shares.length === 0 || !shares.every(isCount)) && `${where}: share must be a whole number from 1, or a list`,
    Array.isArray(share) &&
      shares.length !== sizes.length &&
      `${where}: ${shares.length} shares for ${sizes.length} sizes`,
  ];
  return problems.filter((p) => p !== false);
}

function endpointProblems(name: string, x: unknown): readonly string[] {
  const where = `endpoint ${name}`;
  if (!/^[A-Za-z][\w.-]*$/.test(name)) return [`${where}: a name is letters, digits, ".", "_" and "-"`];
  if (!isRecord(x)) return [`${where}: is no endpoint; make one with post(path, body) or get(path)`];
  const problems: readonly (string | false)[] = [
    !(typeof x.path === "string" && x.path.startsWith("/")) && `${where}: its path must begin with "/"`,
    x.method !== "GET" && x.method !== "POST" && `${where}: its method must be GET or POST`,
    x.method === "POST" && typeof x.body !== "function" && `${where}: its body must be a function of the row`,
    !roles.includes(x.role) && `${where}: its role must be inference, health or other`,
    typeof x.answers !== "function" && `${where}: answers must be a function of the reply`,
  ];
  return [
    ...unknownKeys(where, x, endpointKeys),
    ...problems.filter((p) => p !== false),
    ...countProblems(where, x.rows, x.share),
  ];
}

/** Every reason why `x` describes no service; none when it does. */
export function serviceProblems(x: unknown): readonly string[] {
  if (!isRecord(x)) return ["a service is an object with data and endpoints"];
  const { data, endpoints } = x;
  const all = isRecord(endpoints) ? Object.entries(endpoints) : [];
  const problems: readonly (string | false)[] = [
    !(typeof data === "string" && data !== "") &&
      typeof data !== "function" &&
      "data must name a file or be a function",
    all.length === 0 && "it has no endpoint",
  ];
  return [
    ...unknownKeys("service", x, serviceKeys),
    ...problems.filter((p) => p !== false),
    ...all.flatMap(([name, endpoint]) => endpointProblems(name, endpoint)),
  ];
}

/** The description itself, checked. @throws TypeError that lists every problem */
export function defineService<Row = AnyRow>(service: Service<Row>): Service<Row> {
  const problems = serviceProblems(service);
  if (problems.length > 0) throw new TypeError(`the service description is wrong:\n  ${problems.join("\n  ")}`);
  return service;
}
