// A response as scripts see it. What most scripts never look at (headers, cookies, timings) is made when it is read.

import type { Selection } from "../html/selection.ts";
import { goError } from "../vu/go-error.ts";
import { type Cookie, parseSetCookie } from "./cookie.ts";
import type { Exchange } from "./exchange.ts";
import { headersOf } from "./header-name.ts";
import { select } from "./json-selector.ts";
import { formRequest, linkRequest, lookInto, type Page, type PageRequest } from "./page.ts";
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

/** What k6 shows of a revocation list it never asks for. */
const noOcsp = () => ({
  produced_at: 0,
  this_update: 0,
  next_update: 0,
  revoked_at: 0,
  revocation_reason: "",
  status: "",
});

function timingsOf(e: Exchange | undefined): Record<string, number> {
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

/** An own, enumerable property that is made when it is read: most scripts read few of them. `made` keeps it. */
function lazy<T>(name: string, made: (response: HttpResponse) => T): PropertyDescriptor {
  return {
    get(this: HttpResponse): T {
      return made(this);
    },
    set(this: object, value: unknown) {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    },
    enumerable: true,
    configurable: true,
  };
}

/** The body as JSON, parsed once for each response or copy of one. */
const parsedBodies = new WeakMap<object, { readonly body: ResponseBody; readonly json: unknown }>();

function wholeJson(response: object, body: string | ArrayBuffer): unknown {
  const known = parsedBodies.get(response);
  if (known?.body === body) return known.json;
  try {
    const json: unknown = JSON.parse(textOf(body));
    parsedBodies.set(response, { body, json });
    return json;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw goError(`cannot parse json due to an error: ${why}`);
  }
}

const textOf = (body: string | ArrayBuffer): string =>
  typeof body === "string" ? body : Buffer.from(body).toString("utf8");

/**
 * The body as JSON, or what a GJSON path finds in it (undefined: nothing). A property of each response and of its copies.
 * @throws Error when there is no body or, without a selector, when it is not JSON
 */
function json(this: { readonly body: ResponseBody }, selector?: unknown): unknown {
  if (this.body === null)
    throw goError(
      "the body is null so we can't transform it to JSON - this likely was because of a request error getting the response",
    );
  if (selector === undefined || selector === null) return wholeJson(this, this.body);
  let value: unknown;
  try {
    value = JSON.parse(textOf(this.body));
  } catch {
    return undefined;
  }
  return select(value, String(selector));
}

function html(this: Page, selector?: unknown): Selection {
  return lookInto(this, selector);
}

function clickLink(this: unknown, options?: unknown): Promise<HttpResponse> {
  return HttpResponse.requestFrom(this, (page) => linkRequest(page, options));
}

function submitForm(this: unknown, options?: unknown): Promise<HttpResponse> {
  return HttpResponse.requestFrom(this, (page) => formRequest(page, options));
}

/** Makes a request for the user whose response it is. */
export type RequestAgain = (request: PageRequest) => Promise<HttpResponse>;

/** Every field is an own, enumerable property, in k6's order: scripts copy, list and print responses. */
export class HttpResponse {
  declare remote_ip: string;
  declare remote_port: number;
  declare url: string;
  declare status: number;
  declare status_text: string;
  declare proto: string;
  declare headers: Record<string, string>;
  declare cookies: Record<string, ResponseCookie[]>;
  declare body: ResponseBody;
  declare timings: Record<string, number>;
  declare tls_version: string;
  declare tls_cipher_suite: string;
  declare ocsp: ReturnType<typeof noOcsp>;
  declare error: string;
  declare error_code: number;
  /** Null when the request could not even be described. */
  declare request: Record<string, unknown> | null;
  declare readonly clickLink: (options?: unknown) => Promise<HttpResponse>;
  declare readonly html: typeof html;
  declare readonly json: typeof json;
  declare readonly submitForm: (options?: unknown) => Promise<HttpResponse>;
  readonly #answered: Exchange["response"];
  readonly #request: RequestFacts | undefined;
  readonly #again: RequestAgain | undefined;

  #headers: Record<string, string> | undefined;
  #cookies: Record<string, ResponseCookie[]> | undefined;
  #sent: Record<string, unknown> | undefined;

  static readonly #lazyHeaders = lazy("headers", (response) => {
    const answered = response.#answered;
    response.#headers ??= headersOf(answered?.fields ?? [], answered?.framing === "chunked");
    return response.#headers;
  });
  static readonly #lazyCookies = lazy("cookies", (response) => {
    response.#cookies ??= cookiesOf(response.#answered?.fields ?? []);
    return response.#cookies;
  });
  static readonly #lazyRequest = lazy("request", (response) => {
    const r = response.#request;
    if (r === undefined) return null;
    const { method, body } = r.draft;
    response.#sent ??= { method, url: r.url, headers: sentHeaders(r), body: bodyText(body), cookies: sentCookies(r) };
    return response.#sent;
  });

  /** Makes a request that a page asks for, as the user who has the page. @throws GoError for a copy of a response */
  static async requestFrom(page: unknown, request: (page: Page) => PageRequest): Promise<HttpResponse> {
    const own = typeof page === "object" && page !== null && #again in page ? page : undefined;
    const again = own === undefined ? undefined : own.#again;
    if (own === undefined || again === undefined)
      throw goError("the forms and links of a copy of a response lead nowhere");
    return again(request(own));
  }

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
    again: RequestAgain | undefined,
  ) {
    // The head of an answer that ended well: a cut-off one shows no headers, as in k6.
    const answered = error === "" ? exchange?.response : undefined;
    this.#answered = answered;
    this.#request = request;
    this.#again = again;
    this.remote_ip = exchange?.remoteIp ?? "";
    this.remote_port = exchange?.remotePort ?? 0;
    this.url = url;
    this.status = answered?.status ?? 0;
    this.status_text = answered?.statusText ?? "";
    this.proto = answered?.proto ?? "";
    Object.defineProperty(this, "headers", HttpResponse.#lazyHeaders);
    Object.defineProperty(this, "cookies", HttpResponse.#lazyCookies);
    this.body = body;
    this.timings = timingsOf(exchange);
    this.tls_version = exchange?.tlsVersion ?? "";
    this.tls_cipher_suite = exchange?.tlsCipher ?? "";
    this.ocsp = noOcsp();
    this.error = error;
    this.error_code = errorCode;
    Object.defineProperty(this, "request", HttpResponse.#lazyRequest);
    this.clickLink = clickLink;
    this.html = html;
    this.json = json;
    this.submitForm = submitForm;
  }
}
