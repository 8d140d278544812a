// What `--http-debug` prints: each request and each answer as they were on the wire, their bodies only when asked for.
// Like k6 it hides nothing: keys in headers are printed, too.

import { randomUUID } from "node:crypto";
import type { VuContext } from "../vu/context.ts";
import { canonicalName } from "./header-name.ts";
import type { ResponseHead } from "./response-head.ts";

/** Takes what is to be printed, and whose it is. */
export type DebugLog = (text: string, fields: Readonly<Record<string, string>>) => void;

/** One request and its answer. */
export class DebuggedExchange {
  readonly #log: DebugLog;
  readonly #whole: boolean;
  readonly #fields: Readonly<Record<string, string>>;

  constructor(vu: VuContext, log: DebugLog) {
    const { group = "", scenario = "" } = vu.tags();
    this.#log = log;
    this.#whole = vu.http.debug === "full";
    this.#fields = { group, scenario, vu: String(vu.id), request_id: randomUUID() };
  }

  /** @param head with its empty line */
  sent(head: string, body: string | Buffer | undefined): void {
    const shown = this.#whole ? (body ?? "").toString() : "";
    this.#log(`Request:\n${head.replaceAll("\r\n", "\n")}${shown}\n`, this.#fields);
  }

  answered({ proto, status, statusText, fields }: ResponseHead, body: unknown): void {
    const lines: string[] = [];
    for (let i = 0; i + 1 < fields.length; i += 2) lines.push(`${canonicalName(fields[i] ?? "")}: ${fields[i + 1]}\n`);
    const shown = this.#whole && typeof body === "string" ? body : "";
    // The status text is the whole of the line after the protocol.
    const line = statusText.startsWith(String(status)) ? statusText : `${status} ${statusText}`;
    this.#log(`Response:\n${proto} ${line}\n${lines.join("")}\n${shown}\n`, this.#fields);
  }
}
