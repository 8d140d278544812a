// Before any load: does the service answer as it is described? Every answer it could give instead has one clear line.

import { CliError } from "../../lib/core/exit.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import { redactText } from "../../lib/core/redact-text.ts";
import type { RequestKind } from "../../lib/core/service/request-kinds.ts";
import type { Address } from "../../lib/node/exchange.ts";
import type { Reply } from "../../lib/node/service/ask.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { askOnce, isDenied, isGood } from "./ask-once.ts";

const REQUEST_TIMEOUT_MS = 10_000;

/** What the service sent, short enough to be shown, without secrets and line breaks. */
const shown = (text: string): string => {
  const line = redactText(text.slice(0, 1000))
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return line.length <= 160 ? line : `${line.slice(0, 160)}…`;
};

const describe = ({ exchange: { status, json, contentType, text }, read }: Reply, rows: number): string => {
  if (!isGood(status)) {
    const key = isDenied(status) ? " (are its HEADERS right?)" : "";
    return `status ${status}${key}${text.trim() === "" ? "" : `: ${shown(text)}`}`;
  }
  if (read.kind === "error") return `an error under status ${status}: ${shown(read.why)}`;
  if (read.kind === "count") return `${read.got} answers to ${rows} rows`;
  if (text.trim() === "") return "an empty body";
  if (json === undefined) return `not JSON (${shown(contentType) || "no content type"})`;
  return `JSON of another shape: ${shown(text)}`;
};

export const otherContract = (baseUrl: string, kind: RequestKind<unknown>, reply: Reply): CliError => {
  const { body } = reply.sent;
  const sent = typeof body === "string" ? `It was sent ${shown(body)} ` : "";
  return new CliError(
    `${kind.endpoint.method} ${redactUrl(baseUrl)}${reply.sent.path} does not answer as it is described: ${describe(reply, kind.rows ?? 0)}`,
    { hint: `${sent}(endpoint ${kind.name}; docs/services.md). Is BASE_URL right, and SERVICE?` },
  );
};

/** @throws CliError unless the reply is a good one that can be read */
export function checkReply(baseUrl: string, kind: RequestKind<unknown>, reply: Reply): void {
  const readable = kind.endpoint.role !== "inference" || reply.read.kind === "answers";
  if (!isGood(reply.exchange.status) || !readable) throw otherContract(baseUrl, kind, reply);
}

/** How an endpoint is called where it is missed. */
export const nameOfKind = ({ name, endpoint: { method, path } }: RequestKind<unknown>): string =>
  typeof path === "string" ? `${method} ${path}` : `${method} of endpoint ${name}`;

/** Rows that may fail before an endpoint itself is said to. */
const ATTEMPTS = 4;

const hasFailed = (reply: Reply | string): boolean => typeof reply === "string" || reply.exchange.status >= 500;

async function askForAnswer(
  at: Address,
  service: ServiceUnderTest,
  kind: RequestKind<unknown>,
): Promise<Reply | string> {
  let reply = await askOnce(at, service, kind, 0, REQUEST_TIMEOUT_MS);
  for (let attempt = 1; attempt < ATTEMPTS && hasFailed(reply); attempt++)
    reply = await askOnce(at, service, kind, attempt, REQUEST_TIMEOUT_MS);
  return reply;
}

/** Asks each kind of request once. @throws CliError that says which answer was not as it is described */
export async function checkContract(at: Address, service: ServiceUnderTest): Promise<void> {
  for (const kind of service.kinds) {
    const reply = await askForAnswer(at, service, kind);
    if (typeof reply === "string") {
      throw new CliError(`${nameOfKind(kind)} of ${redactUrl(at.url)} gives no answer: ${reply}`, {
        hint: `It is endpoint ${kind.name} of the service's description (docs/services.md).`,
      });
    }
    checkReply(at.url, kind, reply);
  }
}
