// The `params` argument of a request, checked once: what the script may leave out gets its default, what k6 would
// refuse is refused with its words, and what k6 ignores is ignored.

import { isRecord } from "../../lib/core/json.ts";
import { parseDuration } from "../options/duration.ts";
import { onlyK6 } from "../vu/only-k6.ts";
import { CookieJar } from "./cookie-jar-api.ts";
import type { BodyKind } from "./exchange.ts";
import { ExpectedStatuses } from "./expected-statuses.ts";
import { noUserTags, type UserTags, userTags } from "./tag-sets.ts";

/** A cookie a script sends with one request. */
export interface RequestCookie {
  readonly name: string;
  readonly value: string;
  /** Instead of the jar's cookie of the same name, not beside it. */
  readonly replace: boolean;
}

export interface RequestParams {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly tags: UserTags;
  readonly timeoutMs: number;
  /** Undefined: the `maxRedirects` option. */
  readonly redirects: number | undefined;
  readonly cookies: readonly RequestCookie[];
  /** Undefined: the VU's own jar. */
  readonly jar: CookieJar | undefined;
  readonly compression: string;
  /** Undefined: text, or none with the `discardResponseBodies` option. */
  readonly bodyKind: BodyKind | undefined;
  /** Undefined: the VU's callback; null: no judgement. */
  readonly expected: ExpectedStatuses | null | undefined;
  /** Undefined: the `throw` option. */
  readonly throws: boolean | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const none = {};
const noCookies: readonly RequestCookie[] = [];

const defaults: RequestParams = {
  headers: none,
  tags: noUserTags,
  timeoutMs: DEFAULT_TIMEOUT_MS,
  redirects: undefined,
  cookies: noCookies,
  jar: undefined,
  compression: "",
  bodyKind: undefined,
  expected: undefined,
  throws: undefined,
};

type Draft = { -readonly [K in keyof RequestParams]: RequestParams[K] };

function readTags(value: unknown): UserTags {
  if (!isRecord(value)) return noUserTags;
  const tags = userTags(value);
  if (typeof tags === "string") throw new Error(`invalid HTTP request metric tags: ${tags}`);
  return tags;
}

function readTimeout(value: unknown): number {
  const timeout = parseDuration(value);
  if (timeout === undefined) throw new Error(`invalid timeout value: time: invalid duration ${JSON.stringify(value)}`);
  return timeout;
}

function readBodyKind(value: unknown): BodyKind {
  if (value === "text" || value === "binary" || value === "none") return value;
  throw new Error(`${String(value)} does not belong to ResponseType values`);
}

function readExpected(value: unknown): ExpectedStatuses | null {
  if (value === null || value instanceof ExpectedStatuses) return value;
  throw new Error("unsupported responseCallback");
}

function readCookies(value: unknown): readonly RequestCookie[] {
  if (!isRecord(value)) return noCookies;
  return Object.entries(value).map(([name, cookie]) =>
    isRecord(cookie)
      ? { name, value: String(cookie.value ?? ""), replace: cookie.replace === true }
      : { name, value: String(cookie), replace: false },
  );
}

function refuseAuth(scheme: unknown): void {
  if (scheme === "digest" || scheme === "ntlm") throw onlyK6(`the runner does not have ${scheme} authentication`);
}

function readParam(draft: Draft, name: string, value: unknown): void {
  switch (name) {
    case "headers":
      draft.headers = isRecord(value) ? value : none;
      break;
    case "tags":
      draft.tags = readTags(value);
      break;
    case "timeout":
      draft.timeoutMs = readTimeout(value);
      break;
    case "redirects":
      draft.redirects = Number(value) || 0;
      break;
    case "cookies":
      draft.cookies = readCookies(value);
      break;
    case "jar":
      draft.jar = value instanceof CookieJar ? value : undefined;
      break;
    case "auth":
      // Basic needs nothing here: a user and password in the URL are always sent.
      refuseAuth(value);
      break;
    case "compression":
      draft.compression = String(value).trim();
      break;
    case "responseType":
      draft.bodyKind = readBodyKind(value);
      break;
    case "responseCallback":
      draft.expected = readExpected(value);
      break;
    case "throw":
      draft.throws = Boolean(value);
      break;
  }
}

/**
 * Reads a request's `params`; anything but an object counts as left out.
 * @throws Error with k6's text for a value it would refuse, CliError for what only k6 can do
 */
export function requestParams(params: unknown): RequestParams {
  if (!isRecord(params)) return defaults;
  const draft: Draft = { ...defaults };
  for (const name in params) {
    const value = params[name];
    if (value !== undefined && (value !== null || name === "responseCallback")) readParam(draft, name, value);
  }
  return draft;
}
