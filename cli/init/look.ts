// What a service is, found out by looking: its OpenAPI document (a file or an address), or the protocols it answers.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import { type Address, exchange } from "../../lib/node/exchange.ts";
import { type Draft, draftOf } from "./draft.ts";
import { type Ask, openaiDraft, v2Draft } from "./known-protocols.ts";
import { operationsOf } from "./openapi.ts";

const TIMEOUT_MS = 10_000;

/** Where frameworks keep their document: FastAPI and LitServe, BentoML, TEI, others. */
const DOCUMENTS = ["/openapi.json", "/docs.json", "/api-doc/openapi.json", "/swagger.json"];

export interface Looked {
  readonly draft: Draft;
  /** What it was read from, for the user. */
  readonly source: string;
  /** Routes left out, each with its reason. */
  readonly passedOver: readonly string[];
}

const nothing = (where: string, why: string, hint: string): CliError => new CliError(`${where}: ${why}`, { hint });

/** A draft of an OpenAPI document. @throws CliError when it is none, or no route takes and gives JSON */
function fromDocument(document: unknown, source: string): Looked {
  const found = operationsOf(document);
  if (found === undefined) {
    throw nothing(source, "this is no OpenAPI 3 document", "Give the JSON document, e.g. --openapi openapi.json.");
  }
  if (found.inference.length === 0) {
    throw nothing(
      source,
      ["no POST route takes JSON and gives JSON", ...found.passedOver.slice(0, 10)].join("\n  "),
      "Write tailgate.service.ts by hand: docs/services.md has one to start from.",
    );
  }
  return { draft: draftOf(found.inference, found.health), source, passedOver: found.passedOver };
}

export async function lookAtFile(cwd: string, file: string): Promise<Looked> {
  let text: string;
  try {
    text = await readFile(resolve(cwd, file), "utf8");
  } catch (cause) {
    throw new CliError(`--openapi ${file}: cannot be read`, {
      hint: "Name a file, or an address with http://.",
      cause,
    });
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new CliError(`--openapi ${file}: not JSON`, { hint: "Convert YAML to JSON first.", cause });
  }
  return fromDocument(document, file);
}

const denied = (status: number): boolean => status === 401 || status === 403;

/** Looks at a running service. @param document path of its OpenAPI document, when it is known. @throws CliError that says what was seen when nothing can be made of it */
export async function lookAtService(at: Address, document?: string): Promise<Looked> {
  const where = redactUrl(at.url);
  let reached = false;
  let locked = false;
  let why = "";
  const ask: Ask = async (path, body) => {
    try {
      const answer = await exchange(at, path, TIMEOUT_MS, body);
      reached = true;
      locked ||= denied(answer.status);
      return answer;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      why =
        cause instanceof Error && "code" in cause ? String(cause.code) : cause instanceof Error ? cause.message : "";
      return undefined;
    }
  };
  if (document !== undefined) {
    const answer = await ask(document);
    if (answer === undefined) throw nothing(where, `nothing answers there (${why})`, "Correct --openapi.");
    return fromDocument(answer.json, `${where}${document.replace(/\?.*/, "")}`);
  }
  for (const [protocol, drafted] of [
    ["the Open Inference Protocol", v2Draft],
    ["OpenAI's API", openaiDraft],
  ] as const) {
    const draft = await drafted(ask);
    if (draft !== undefined) return { draft, source: `${where} (${protocol})`, passedOver: [] };
    if (!reached) throw nothing(where, `nothing answers there (${why})`, "Start the service first, or correct --url.");
  }
  for (const path of DOCUMENTS) {
    const answer = await ask(path);
    if (answer?.status === 200 && operationsOf(answer.json) !== undefined) {
      return fromDocument(answer.json, `${where}${path}`);
    }
  }
  if (locked) {
    throw nothing(where, "it wants a key", `Set HEADERS='Authorization: Bearer …' and run this again.`);
  }
  throw nothing(
    where,
    `it answers, but has neither an OpenAPI document (${DOCUMENTS.join(", ")}) nor /v2 nor /v1/models`,
    "Give the document with --openapi, or write tailgate.service.ts by hand: docs/services.md has one to start from.",
  );
}
