// What an OpenAPI document says a service can be asked: the operations that take JSON and give JSON, each with an
// example of both, and why each other one was passed over. Version 3.0 and 3.1 (https://spec.openapis.org/oas/v3.1.1).

import type { JSONSchema7 } from "json-schema";
import { sample } from "openapi-sampler";
import { isRecord } from "../../lib/core/json.ts";

/** A `POST` that carries rows. */
export interface Operation {
  readonly path: string;
  /** A body the document allows, required fields only; undefined when it does not say what the service takes. */
  readonly request: unknown;
  /** An answer as the document describes it; undefined when it does not. */
  readonly reply: unknown;
}

export interface Operations {
  readonly inference: readonly Operation[];
  /** The path of the health check; undefined when no GET looks like one. */
  readonly health: string | undefined;
  /** A line for each path that was passed over: what and why. */
  readonly passedOver: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const recordAt = (x: unknown, ...keys: readonly string[]): Json | undefined => {
  let at: unknown = x;
  for (const key of keys) at = isRecord(at) ? at[key] : undefined;
  return isRecord(at) ? at : undefined;
};

const isSchema = (x: unknown): x is JSONSchema7 => isRecord(x);

/** What `$ref` names within the document, or the value itself. */
function resolved(document: Json, x: unknown): Json | undefined {
  if (!isRecord(x)) return undefined;
  if (typeof x.$ref !== "string") return x;
  const keys = x.$ref.replace(/^#\//, "").split("/");
  return recordAt(document, ...keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~")));
}

/** The JSON entry of a `content` object: `application/json`, or a type that ends in `+json`. */
const jsonContent = (content: Json | undefined): Json | undefined => {
  const type = Object.keys(content ?? {}).find((key) => /^application\/([\w.-]+\+)?json\b/i.test(key));
  return type === undefined ? undefined : recordAt(content, type);
};

/** The author's own example where there is one, else one made of the schema. */
function exampleOf(document: Json, media: Json, skipNonRequired: boolean): unknown {
  if (media.example !== undefined) return media.example;
  const [first] = Object.values(recordAt(media, "examples") ?? {});
  const value = resolved(document, first)?.value;
  if (value !== undefined) return value;
  const { schema } = media;
  // An empty schema, or a bare "object", says nothing: no example can be made of it.
  const said = resolved(document, schema);
  if (!isSchema(schema) || said === undefined) return undefined;
  if (Object.keys(said).every((key) => ["title", "description"].includes(key))) return undefined;
  if (
    said.type === "object" &&
    said.properties === undefined &&
    said.example === undefined &&
    said.examples === undefined
  )
    return undefined;
  return sample(schema, { skipNonRequired, quiet: true }, document);
}

/** Why nobody could send this operation without knowing more; undefined when one can. */
function needsMore(document: Json, item: Json, operation: Json): string | undefined {
  const listed = [item.parameters, operation.parameters].flatMap((list): readonly unknown[] =>
    Array.isArray(list) ? list : [],
  );
  for (const one of listed) {
    const parameter = resolved(document, one);
    if (parameter?.required === true && parameter.in !== "cookie") {
      return `needs the ${String(parameter.in)} parameter "${String(parameter.name)}"`;
    }
  }
  return undefined;
}

const goodReply = (document: Json, operation: Json): Json | undefined => {
  const responses = recordAt(operation, "responses") ?? {};
  const status = ["200", "201", "2XX", "default"].find((s) => Object.hasOwn(responses, s));
  return status === undefined ? undefined : resolved(document, responses[status]);
};

type Judged =
  | { readonly kind: "operation"; readonly operation: Operation }
  | { readonly kind: "no"; readonly why: string };

function judgePost(document: Json, path: string, item: Json, operation: Json): Judged {
  const no = (why: string): Judged => ({ kind: "no", why });
  const more = needsMore(document, item, operation);
  if (more !== undefined) return no(more);
  const takes = recordAt(resolved(document, operation.requestBody), "content");
  const body = jsonContent(takes);
  if (takes !== undefined && body === undefined) return no(`takes ${Object.keys(takes).join(", ")}, not JSON`);
  const reply = goodReply(document, operation);
  const gives = recordAt(reply, "content");
  const answer = jsonContent(gives);
  if (gives !== undefined && Object.keys(gives).length > 0 && answer === undefined) {
    return no(`gives ${Object.keys(gives).join(", ")}, not JSON`);
  }
  const request = body === undefined ? undefined : exampleOf(document, body, true);
  // Not one word about what goes in or out: a route to restart the service looks like this, too.
  if (body === undefined && !INFERENCE.test(path)) return no("says nothing of a body");
  return {
    kind: "operation",
    operation: { path, request, reply: answer === undefined ? undefined : exampleOf(document, answer, false) },
  };
}

const HEALTH = /(^|[/_-])(health\w*|ready\w*|live\w*|ping|status|heartbeat)$/i;
const INFERENCE =
  /infer|predict|classif|embed|generat|complet|score|detect|rank|encode|translat|summar|transcri|tag|analy[sz]e|moderat|invocations/i;

/** Endpoints a description begins with at most; a person adds the others they want. */
const MOST = 8;

/** @param document parsed JSON of an OpenAPI document. @returns undefined when it is none */
export function operationsOf(document: unknown): Operations | undefined {
  if (!isRecord(document) || typeof document.openapi !== "string" || !isRecord(document.paths)) return undefined;
  const found: Operation[] = [];
  const passedOver: string[] = [];
  const healthy: string[] = [];
  for (const [path, value] of Object.entries(document.paths)) {
    const item = resolved(document, value) ?? {};
    const get = recordAt(item, "get");
    if (get !== undefined && HEALTH.test(path) && needsMore(document, item, get) === undefined) healthy.push(path);
    const operation = recordAt(item, "post");
    if (operation === undefined) continue;
    const judged = judgePost(document, path, item, operation);
    if (judged.kind === "operation") found.push(judged.operation);
    else passedOver.push(`POST ${path}: ${judged.why}`);
  }
  const likely = found.filter(({ path }) => INFERENCE.test(path));
  const chosen = (likely.length > 0 ? likely : found).slice(0, MOST);
  for (const { path } of found) {
    if (!chosen.some((one) => one.path === path)) {
      passedOver.push(
        `POST ${path}: ${likely.length > 0 && !INFERENCE.test(path) ? "does not look like inference" : `beyond the first ${MOST}`}`,
      );
    }
  }
  return { inference: chosen, health: healthy.find((path) => /health/i.test(path)) ?? healthy[0], passedOver };
}
