// Builds the text of a request: request line, headers in k6's order of precedence, cookies; and what a redirect makes
// of it. A header that could smuggle a line into the request is a failure, not a request.

import { type Cookie, cookiePair } from "./cookie.ts";
import { type Failure, failure } from "./failure.ts";
import { canonicalName, isToken } from "./header-name.ts";
import type { RequestCookie } from "./request-params.ts";
import type { Target } from "./target.ts";

/** A request before it is sent; `fields` are its own headers (name, value, …), without framing and cookies. */
export interface RequestDraft {
  readonly method: string;
  readonly target: Target;
  readonly fields: readonly string[];
  readonly body: string | Buffer | undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters in a header value are refused
const BAD_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Headers of a script as fields. A `Failure` says which may not be sent. */
export function fieldsOf(headers: Readonly<Record<string, unknown>>): string[] | Failure {
  const fields: string[] = [];
  for (const name in headers) {
    const value = String(headers[name]);
    const spelt = canonicalName(name);
    if (!isToken(name)) return failure(`net/http: invalid header field name ${JSON.stringify(name)}`);
    if (BAD_VALUE.test(value)) return failure(`net/http: invalid header field value for ${JSON.stringify(spelt)}`);
    // The length is counted, not believed.
    if (spelt !== "Content-Length" && spelt !== "Transfer-Encoding") fields.push(spelt, value);
  }
  return fields;
}

/** The value of a field, or undefined. */
export function fieldValue(fields: readonly string[], name: string): string | undefined {
  for (let i = 0; i < fields.length; i += 2) if (fields[i] === name) return fields[i + 1];
  return undefined;
}

/** Cookie header: the script's own Cookie header, the request's cookies, then the jar's; empty when there is none. */
export function cookieHeader(
  own: string | undefined,
  cookies: readonly RequestCookie[],
  jar: readonly Cookie[],
): string {
  if (own === undefined && cookies.length === 0 && jar.length === 0) return "";
  const pairs = own === undefined ? [] : [own];
  const replaced = new Set<string>();
  for (const { name, value, replace } of cookies) {
    pairs.push(cookiePair(name, value));
    if (replace) replaced.add(name);
  }
  for (const { name, value, quoted } of jar) if (!replaced.has(name)) pairs.push(cookiePair(name, value, quoted));
  return pairs.join("; ");
}

const bodyMethods = new Set(["POST", "PUT", "PATCH"]);

function contentLength(draft: RequestDraft): string {
  const { body, method } = draft;
  if (body === undefined) return bodyMethods.has(method) ? "Content-Length: 0\r\n" : "";
  return `Content-Length: ${typeof body === "string" ? Buffer.byteLength(body) : body.length}\r\n`;
}

/**
 * The head of a request as text, with the empty line that ends it.
 * @param cookies a Cookie header's value; empty for none
 * @param close asks the server to close the connection afterwards
 */
export function requestHead(draft: RequestDraft, userAgent: string, cookies: string, close: boolean): string {
  const { method, target, fields } = draft;
  let host = target.authority;
  let agent = userAgent;
  let rest = "";
  let authorised = false;
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] ?? "";
    const value = fields[i + 1] ?? "";
    if (name === "Host") host = value;
    else if (name === "User-Agent") agent = value;
    else if (name !== "Cookie" && !(close && name === "Connection")) rest += `${name}: ${value}\r\n`;
    if (name === "Authorization") authorised = true;
  }
  if (agent !== "") rest = `User-Agent: ${agent}\r\n${rest}`;
  if (target.userInfo !== undefined && !authorised)
    rest += `Authorization: Basic ${Buffer.from(target.userInfo).toString("base64")}\r\n`;
  if (cookies !== "") rest += `Cookie: ${cookies}\r\n`;
  if (close) rest += "Connection: close\r\n";
  return `${method} ${target.path} HTTP/1.1\r\nHost: ${host}\r\n${contentLength(draft)}${rest}\r\n`;
}

const sensitive = new Set(["Authorization", "Www-Authenticate", "Cookie"]);

const sameSite = (from: string, to: string): boolean => from === to || to.endsWith(`.${from}`);

/**
 * The request that follows a redirect: 307 and 308 repeat method and body; otherwise it becomes a GET (a HEAD stays)
 * without body. Credentials do not follow to another host. RFC 9110 section 15.4, as k6.
 */
export function redirected(draft: RequestDraft, status: number, target: Target): RequestDraft {
  const repeat = status === 307 || status === 308;
  const method = repeat || draft.method === "HEAD" ? draft.method : "GET";
  const keepsCredentials = sameSite(draft.target.host, target.host);
  const fields: string[] = [];
  for (let i = 0; i < draft.fields.length; i += 2) {
    const name = draft.fields[i] ?? "";
    const describesBody = name.startsWith("Content-");
    if (name === "Host" || name === "Referer" || name === "Cookie") continue;
    if ((describesBody && !repeat) || (sensitive.has(name) && !keepsCredentials)) continue;
    fields.push(name, draft.fields[i + 1] ?? "");
  }
  if (!draft.target.secure || target.secure) fields.push("Referer", draft.target.origin + draft.target.path);
  return { method, target, fields, body: repeat ? draft.body : undefined };
}
