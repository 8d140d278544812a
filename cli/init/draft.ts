// A first description of a service, made of the operations it says it has: which fields a row needs, which endpoint
// carries one row and which a list of them. Everything is read off examples, so that it is right for what they show.

import { isRecord } from "../../lib/core/json.ts";
import type { Operation } from "./openapi.ts";

export interface DraftEndpoint {
  readonly name: string;
  /** The TypeScript expression that describes it. */
  readonly code: string;
  readonly path: string;
  /** The body of one request made of the first row or rows, to try it with. */
  readonly example: unknown;
}

/** What the generated file takes from the package. */
export type Piece = "post" | "get" | "answersAt" | "v2" | "embeddings" | "chat" | "completions";

export interface Draft {
  readonly endpoints: readonly DraftEndpoint[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly imports: ReadonlySet<Piece>;
  /** What a person must know or do before it is right. */
  readonly notes: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

const TEXTS = [
  "The meeting is moved to ten tomorrow, please bring the figures.",
  "You have won a prize, click here to claim it now!",
  "Could you send me the draft before the weekend?",
  "Great service, the room was clean and the staff were friendly.",
  "It broke after two days and nobody answers my calls.",
];

/** Sizes a request of several rows is tried with. */
const SIZES = "[5, 25]";

/** Made-up examples say "string"; a model deserves something to read. A value the author gave stays. */
const varied = (value: unknown, i: number): unknown => {
  if (value === "string") return TEXTS[i % TEXTS.length];
  if (Array.isArray(value)) return value.map((v: unknown, j) => varied(v, i + j));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, varied(v, i)]));
  return value;
};

/** An identifier as it is, anything else quoted. */
export const property = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));

const member = (of: string, key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? `${of}.${key}` : `${of}[${JSON.stringify(key)}]`;

/** `/v1/rank_all` → `rank_all`; what is no name's letter goes, and a second of a name gets a number. */
function endpointName(path: string, taken: ReadonlySet<string>): string {
  const last =
    path
      .split("/")
      .filter((part) => part !== "" && !part.startsWith("{"))
      .at(-1) ?? "";
  const plain = last.replace(/[^\w.-]+/g, "-").replace(/^[^A-Za-z]+/, "");
  const name = plain === "" ? "inference" : plain;
  if (!taken.has(name)) return name;
  let n = 2;
  while (taken.has(`${name}-${n}`)) n += 1;
  return `${name}-${n}`;
}

/** The list that a body is of many rows: its only field, named like another operation's only field ("texts", "text"). */
function listOf(
  request: unknown,
  fields: ReadonlyMap<string, unknown>,
): { readonly list: string; readonly of: string } | undefined {
  if (!isRecord(request)) return undefined;
  const [entry, ...more] = Object.entries(request);
  if (entry === undefined || more.length > 0) return undefined;
  const [list, values] = entry;
  if (!Array.isArray(values)) return undefined;
  const first: unknown = values[0];
  for (const [of, example] of fields) {
    if (list !== of && list.startsWith(of) && typeof example === typeof first && !Array.isArray(example))
      return { list, of };
  }
  return undefined;
}

/** The only list in a reply, by its path: that is where the answers stand. */
function listPath(reply: unknown): string | undefined {
  if (!isRecord(reply)) return undefined;
  const lists = Object.keys(reply).filter((key) => Array.isArray(reply[key]));
  return lists.length === 1 ? lists[0] : undefined;
}

/** The fields of all bodies of one row, in one row; two of one name and different types get one each. */
function rowFields(operations: readonly Operation[]): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const { request } of operations) {
    if (!isRecord(request)) continue;
    for (const [key, value] of Object.entries(request)) if (!fields.has(key)) fields.set(key, value);
  }
  return fields;
}

const kindOf = (x: unknown): string => (Array.isArray(x) ? "list" : x === null ? "null" : typeof x);

/** What a service takes that does not say so: LitServe's own example (https://lightning.ai/docs/litserve). */
const UNKNOWN_BODY: Row = { input: 1 };

/** A draft of these operations, health last. @param operations at least one */
export function draftOf(operations: readonly Operation[], health: string | undefined): Draft {
  const notes: string[] = [];
  const imports = new Set<Piece>(["post"]);
  const known = operations.map((o): Operation => {
    if (o.request !== undefined) return o;
    notes.push(`POST ${o.path}: its document does not say what it takes; correct the rows and the body`);
    return { ...o, request: UNKNOWN_BODY };
  });
  // A list of a field is no field of its own: those are looked for among the bodies that are not lists.
  const singles = rowFields(
    known.filter(
      ({ request }) =>
        !(isRecord(request) && Object.values(request).length === 1 && Array.isArray(Object.values(request)[0])),
    ),
  );
  const many = (o: Operation) => listOf(o.request, singles);
  const fields = new Map(rowFields(known.filter((o) => many(o) === undefined)));
  const taken = new Set<string>();
  const endpoints: DraftEndpoint[] = [];
  for (const o of known) {
    const name = endpointName(o.path, taken);
    taken.add(name);
    const path = JSON.stringify(o.path);
    const several = many(o);
    if (several !== undefined) {
      const at = listPath(o.reply);
      if (at !== undefined) imports.add("answersAt");
      const body = `{ ${property(several.list)}: rows.map((row) => ${member("row", several.of)}) }`;
      const answers = at === undefined ? "" : `, answers: answersAt(${JSON.stringify(at)})`;
      endpoints.push({
        name,
        path: o.path,
        code: `post(${path}, (_, rows) => (${body}), { rows: ${SIZES}${answers} })`,
        example: { [several.list]: [varied(fields.get(several.of), 0)] },
      });
      continue;
    }
    if (!isRecord(o.request)) {
      const key = `${name}Body`;
      fields.set(key, o.request);
      endpoints.push({
        name,
        path: o.path,
        code: `post(${path}, (row) => ${member("row", key)})`,
        example: varied(o.request, 0),
      });
      continue;
    }
    const parts = Object.entries(o.request).map(([key, value]) => {
      if (kindOf(fields.get(key)) === kindOf(value)) return { key, from: key };
      const from = `${name}_${key}`;
      fields.set(from, value);
      return { key, from };
    });
    const body = parts.map(({ key, from }) => `${property(key)}: ${member("row", from)}`).join(", ");
    endpoints.push({
      name,
      path: o.path,
      code: `post(${path}, (row) => (${body === "" ? "{}" : `{ ${body} }`}))`,
      example: varied(o.request, 0),
    });
  }
  if (health !== undefined) {
    imports.add("get");
    endpoints.push({
      name: endpointName("health", taken),
      path: health,
      code: `get(${JSON.stringify(health)})`,
      example: undefined,
    });
  }
  const rows = TEXTS.map((_, i): Row => Object.fromEntries([...fields].map(([key, value]) => [key, varied(value, i)])));
  return { endpoints, rows, imports, notes };
}
