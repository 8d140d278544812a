// A response as scripts see it. What most scripts never look at (headers, cookies, timings) is made when it is read.

import { CliError } from "../../lib/core/exit.ts";
import { type Cookie, parseSetCookie } from "./cookie.ts";
import type { Exchange } from "./exchange.ts";
import { goError } from "./go-error.ts";
import { headersOf } from "./header-name.ts";
import { select } from "./json-selector.ts";
import type { RequestDraft } from "./request.ts";
import type { RequestCookie } from "./request-params.ts";

/** What `response.request` shows: the request as it was first sent, before redirects. */
export interface RequestFacts {
  readonly draft: RequestDraft;
  readonly url: string;
  readonly userAgent: string;
  /** Cookie header; empty for none. */
  readonly cookieHeader: string;
  readonly cookies: readonly RequestCookie[];
  readonly jarCookies: readonly Cookie[];
}

export type ResponseBody = string | ArrayBuffer | null;

export interface ResponseCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly http_only: boolean;
  readonly secure: boolean;
  readonly max_age: number;
  readonly expires: number;
}

/** k6's `expires` of a cookie that has none: Go's zero time pressed into milliseconds. */
const NO_EXPIRY = -6795364578871;

const missing = (what: string): never => {
  throw new CliError(`the runner does not have ${what}`, { hint: "run this script with --engine k6" });
};

function push<T>(lists: Record<string, T[]>, name: string, item: T): void {
  const list = lists[name] ?? [];
  lists[name] = list;
  list.push(item);
}

function cookiesOf(fields: readonly string[]): Record<string, ResponseCookie[]> {
  const cookies: Record<string, ResponseCookie[]> = {};
  for (let i = 0; i + 1 < fields.length; i += 2) {
    if (fields[i]?.toLowerCase() !== "set-cookie") continue;
    const c = parseSetCookie(fields[i + 1] ?? "");
    if (c === undefined) continue;
    const shown = {
      name: c.name,
      value: c.value,
      domain: c.domain,
      path: c.path,
      http_only: c.httpOnly,
      secure: c.secure,
      max_age: c.maxAge,
      expires: c.expires ?? NO_EXPIRY,
    };
    push(cookies, c.name, shown);
  }
  return cookies;
}

function sentHeaders(facts: RequestFacts): Record<string, string[]> {
  const headers: Record<string, string[]> = facts.userAgent === "" ? {} : { "User-Agent": [facts.userAgent] };
  const { fields } = facts.draft;
  for (let i = 0; i + 1 < fields.length; i += 2) headers[fields[i] ?? ""] = [fields[i + 1] ?? ""];
  if (facts.cookieHeader !== "") headers.Cookie = [facts.cookieHeader];
  return headers;
}

function sentCookies(facts: RequestFacts): Record<string, RequestCookie[]> {
  const cookies: Record<string, RequestCookie[]> = {};
  for (const cookie of facts.cookies) push(cookies, cookie.name, cookie);
  const replaced = new Set(facts.cookies.filter((c) => c.replace).map((c) => c.name));
  for (const { name, value } of facts.jarCookies)
    if (!replaced.has(name)) push(cookies, name, { name, value, replace: false });
  return cookies;
}

const bodyText = (body: string | Buffer | undefined): string =>
  body === undefined ? "" : typeof body === "string" ? body : body.toString("utf8");

export class HttpResponse {
  status: number;
  body: ResponseBody;
  error: string;
  error_code: number;
  url: string;
  readonly #exchange: Exchange | undefined;
  readonly #request: RequestFacts | undefined;
  #headers: Record<string, string> | undefined;
  #json: unknown;
  #parsed = false;

  /**
   * @param exchange the last exchange; undefined when none took place
   * @param request undefined when the request could not be described
   */
  constructor(
    exchange: Exchange | undefined,
    request: RequestFacts | undefined,
    url: string,
    body: ResponseBody,
    error: string,
    errorCode: number,
  ) {
    this.#exchange = exchange;
    this.#request = request;
    this.status = exchange === undefined || error !== "" ? 0 : (exchange.response?.status ?? 0);
    this.body = body;
    this.error = error;
    this.error_code = errorCode;
    this.url = url;
  }

  get status_text(): string {
    return this.#answered?.statusText ?? "";
  }

  get proto(): string {
    return this.#answered?.proto ?? "";
  }

  get headers(): Record<string, string> {
    this.#headers ??= headersOf(this.#answered?.fields ?? [], this.#answered?.framing === "chunked");
    return this.#headers;
  }

  get cookies(): Record<string, ResponseCookie[]> {
    return cookiesOf(this.#answered?.fields ?? []);
  }

  get timings(): Record<string, number> {
    const e = this.#exchange;
    const sending = e?.sending ?? 0;
    const waiting = e?.waiting ?? 0;
    const receiving = e?.receiving ?? 0;
    return {
      duration: sending + waiting + receiving,
      blocked: e?.blocked ?? 0,
      looking_up: 0,
      connecting: e?.connectingMs ?? 0,
      tls_handshaking: e?.handshakingMs ?? 0,
      sending,
      waiting,
      receiving,
    };
  }

  get remote_ip(): string {
    return this.#exchange?.remoteIp ?? "";
  }

  get remote_port(): number {
    return this.#exchange?.remotePort ?? 0;
  }

  get tls_version(): string {
    return this.#exchange?.tlsVersion ?? "";
  }

  get tls_cipher_suite(): string {
    return this.#exchange?.tlsCipher ?? "";
  }

  /** Null when the request could not even be described. */
  get request(): Record<string, unknown> | null {
    const r = this.#request;
    if (r === undefined) return null;
    const { method, body } = r.draft;
    return { method, url: r.url, headers: sentHeaders(r), body: bodyText(body), cookies: sentCookies(r) };
  }

  /**
   * The body as JSON, or what a GJSON path finds in it (undefined: nothing).
   * @throws Error when there is no body or, without a selector, when it is not JSON
   */
  json(selector?: unknown): unknown {
    if (this.body === null)
      throw goError(
        "the body is null so we can't transform it to JSON - this likely was because of a request error getting the response",
      );
    if (selector === undefined || selector === null) return this.#wholeJson(this.body);
    let value: unknown;
    try {
      value = JSON.parse(this.#text(this.body));
    } catch {
      return undefined;
    }
    return select(value, String(selector));
  }

  html(): never {
    return missing("response.html()");
  }

  clickLink(): never {
    return missing("response.clickLink()");
  }

  submitForm(): never {
    return missing("response.submitForm()");
  }

  /** All of it as plain data, so that `JSON.stringify(response)` shows what k6 shows. */
  toJSON(): Record<string, unknown> {
    return {
      remote_ip: this.remote_ip,
      remote_port: this.remote_port,
      url: this.url,
      status: this.status,
      status_text: this.status_text,
      proto: this.proto,
      headers: this.headers,
      cookies: this.cookies,
      body: this.body,
      timings: this.timings,
      tls_version: this.tls_version,
      tls_cipher_suite: this.tls_cipher_suite,
      error: this.error,
      error_code: this.error_code,
      request: this.request,
    };
  }

  /** The head of an answer that ended well: a cut-off one shows no headers, as in k6. */
  get #answered(): Exchange["response"] {
    return this.error === "" ? this.#exchange?.response : undefined;
  }

  #text(body: string | ArrayBuffer): string {
    return typeof body === "string" ? body : Buffer.from(body).toString("utf8");
  }

  #wholeJson(body: string | ArrayBuffer): unknown {
    if (this.#parsed) return this.#json;
    try {
      this.#json = JSON.parse(this.#text(body));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw goError(`cannot parse json due to an error: ${why}`);
    }
    this.#parsed = true;
    return this.#json;
  }
}
