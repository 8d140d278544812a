// A service as a value: its data and its endpoints. Every problem of a description is found when it is made.

import { didYouMean } from "../did-you-mean.ts";
import { isRecord } from "../json.ts";
import { readObjectives } from "../objectives/own-objectives.ts";
import { isStreamFormat } from "../streams/stream-format.ts";
import type { AnyRow, Endpoint, Headers } from "./endpoint.ts";
import { isServiceMetrics, type ServiceMetrics } from "./service-metrics.ts";

export interface Service<Row> {
  /** A .jsonl, .json or .csv file beside the description, or a function that makes the rows. */
  readonly data: string | (() => readonly Row[]);
  readonly endpoints: Readonly<Record<string, Endpoint<Row>>>;
  /** What every request carries; a function is asked for each, since keys expire. HEADERS stands above it. */
  readonly headers?: Headers | ((now: Date) => Headers);
  /** What a row is called; unset: its `id`, or its number from 1 on. */
  id?(row: Row, index: number): string;
  /** What is known to be the right answer; unset: the row's `expected`. Undefined where nobody knows. */
  expected?(row: Row): unknown;
  /** A row made unique, so that no cache can know it; unset: rows are sent as they are. @param mark a word */
  fresh?(row: Row, mark: string): Row;
  /** Where the service's own metrics are, and what they are called; unset: `/metrics`, as Prometheus clients do. */
  readonly metrics?: ServiceMetrics;
  /** What its work is counted in, in one word of the singular; unset: `answer`. */
  readonly item?: string;
  /** What it is meant to reach, as OBJECTIVES says it: shown beside a run, and never a verdict. */
  readonly targets?: string;
}

const serviceKeys = ["data", "endpoints", "headers", "id", "expected", "fresh", "metrics", "item", "targets"] as const;
const endpointKeys = [
  "method",
  "path",
  "role",
  "rows",
  "share",
  "body",
  "headers",
  "answers",
  "label",
  "same",
  "answersLike",
  "golden",
  "failed",
  "shed",
  "items",
  "timings",
  "stream",
  "good",
  "only",
  "objectives",
] as const;
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

const isFunction = (x: unknown): boolean => typeof x === "function";
const isHeaders = (x: unknown): boolean =>
  x === undefined || isFunction(x) || (isRecord(x) && Object.values(x).every((v) => typeof v === "string"));
const isStatus = (x: unknown): boolean => typeof x === "number" && Number.isInteger(x) && x >= 100 && x <= 599;

/** Where an option may be left out, whether `x` is one. */
const optional = (x: unknown, holds: (x: unknown) => boolean): boolean => x === undefined || holds(x);

/** As k6 names metrics. */
const isTimings = (x: unknown): boolean =>
  isRecord(x) && Object.entries(x).every(([name, read]) => /^[a-zA-Z_]\w{0,127}$/.test(name) && isFunction(read));

function optionProblems(where: string, x: Readonly<Record<string, unknown>>): readonly string[] {
  const problems: readonly (string | false)[] = [
    ...["label", "same", "failed", "items"].map(
      (key) => !optional(x[key], isFunction) && `${where}: ${key} must be a function`,
    ),
    !isHeaders(x.headers) && `${where}: headers must be texts by name, or a function that gives them`,
    !optional(x.golden, (g) => typeof g === "boolean") && `${where}: golden must be true or false`,
    !optional(x.shed, (s) => Array.isArray(s) && s.every(isStatus)) && `${where}: shed must be a list of statuses`,
    !optional(x.timings, isTimings) && `${where}: timings must be functions of the reply, by names of letters and "_"`,
    !optional(x.stream, isStreamFormat) && `${where}: stream must be "openai", "sse", "lines" or a reader of events`,
    !optional(x.good, isBounds) && `${where}: good must be bounds in ms: ttft, tpot, e2e`,
    x.good !== undefined && x.stream === undefined && `${where}: good is about streams; say how it streams`,
    x.timings !== undefined && x.stream !== undefined && `${where}: timings are read of whole answers, not of a stream`,
    x.stream !== undefined && x.rows !== 1 && `${where}: a streamed answer is about one row`,
    !optional(x.only, isRange) && `${where}: only must be the first row and the one after the last`,
    !optional(
      x.objectives,
      (o) => typeof o === "string" && readObjectives(o, { endpoints: [] }).kind === "objectives",
    ) && `${where}: objectives must be a text such as "p95<150ms"`,
  ];
  return problems.filter((p) => p !== false);
}

const boundNames: readonly string[] = ["ttft", "tpot", "e2e"];
const isBounds = (x: unknown): boolean =>
  isRecord(x) && Object.entries(x).every(([name, ms]) => boundNames.includes(name) && typeof ms === "number" && ms > 0);
const isRange = (x: unknown): boolean =>
  Array.isArray(x) && x.length === 2 && x.every((n) => Number.isInteger(n) && n >= 0) && x[0] < x[1];

const METHODS: readonly unknown[] = ["GET", "POST", "PUT"];

function endpointProblems(name: string, x: unknown, names: readonly string[]): readonly string[] {
  const where = `endpoint ${name}`;
  if (!/^[A-Za-z][\w.-]*$/.test(name)) return [`${where}: a name is letters, digits, ".", "_" and "-"`];
  if (!isRecord(x)) return [`${where}: is no endpoint; make one with post(path, body) or get(path)`];
  const { path, answersLike } = x;
  const problems: readonly (string | false)[] = [
    !isFunction(path) &&
      !(typeof path === "string" && path.startsWith("/")) &&
      `${where}: its path must begin with "/"`,
    !METHODS.includes(x.method) && `${where}: its method must be GET, POST or PUT`,
    x.method !== "GET" && !isFunction(x.body) && `${where}: its body must be a function of the row`,
    !roles.includes(x.role) && `${where}: its role must be inference, health or other`,
    !isFunction(x.answers) && `${where}: answers must be a function of the reply`,
    answersLike !== undefined &&
      !(typeof answersLike === "string" && names.includes(answersLike)) &&
      `${where}: answersLike names no endpoint${typeof answersLike === "string" ? didYouMean(answersLike, names) : ""}`,
  ];
  return [
    ...unknownKeys(where, x, endpointKeys),
    ...problems.filter((p) => p !== false),
    ...optionProblems(where, x),
    ...countProblems(where, x.rows, x.share),
  ];
}

/** Every reason why `x` describes no service; none when it does. */
export function serviceProblems(x: unknown): readonly string[] {
  if (!isRecord(x)) return ["a service is an object with data and endpoints"];
  const { data, endpoints, metrics } = x;
  const all = isRecord(endpoints) ? Object.entries(endpoints) : [];
  const problems: readonly (string | false)[] = [
    !(typeof data === "string" && data !== "") &&
      typeof data !== "function" &&
      "data must name a file or be a function",
    all.length === 0 && "it has no endpoint",
    !isHeaders(x.headers) && "headers must be texts by name, or a function that gives them",
    ...["id", "expected", "fresh"].map(
      (key) => !optional(x[key], isFunction) && `${key} must be a function of the row`,
    ),
    !optional(x.item, (i) => typeof i === "string" && /^[a-z][a-z_]{0,30}$/.test(i)) &&
      "item must be a word in small letters, such as token",
    !optional(
      x.targets,
      (t) => typeof t === "string" && readObjectives(t, { endpoints: undefined }).kind === "objectives",
    ) && 'targets must be a text such as "classify: mean<100ms; requests/s>30"',
    !optional(metrics, isServiceMetrics) && "metrics must say where they are; prometheus() and its like make one",
  ];
  const names = all.map(([name]) => name);
  return [
    ...unknownKeys("service", x, serviceKeys),
    ...problems.filter((p) => p !== false),
    ...all.flatMap(([name, endpoint]) => endpointProblems(name, endpoint, names)),
  ];
}

/** The description itself, checked. @throws TypeError that lists every problem */
export function defineService<Row = AnyRow>(service: Service<Row>): Service<Row> {
  const problems = serviceProblems(service);
  if (problems.length > 0) throw new TypeError(`the service description is wrong:\n  ${problems.join("\n  ")}`);
  return service;
}

/** Whether a module's export describes a service. */
export const isService = (x: unknown): x is Service<unknown> => serviceProblems(x).length === 0;
