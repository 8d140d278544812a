// The cookie jar as scripts see it: `http.cookieJar()` gives the VU's, `new http.CookieJar()` makes another.

import { isRecord } from "../../lib/core/json.ts";
import { goError } from "../vu/go-error.ts";
import { plainCookie } from "./cookie.ts";
import { CookieStore } from "./cookie-jar.ts";
import { parseTarget, type Target } from "./target.ts";

function scopeOf(url: unknown): Target {
  const parsed = parseTarget(String(url));
  if (!parsed.ok) throw goError(parsed.failure.message);
  return parsed.target;
}

function expiryOf(text: unknown): number | undefined {
  if (text === undefined || text === null || text === "") return undefined;
  const at = Date.parse(String(text));
  if (Number.isNaN(at)) throw goError(`unable to parse "expires" date string ${JSON.stringify(text)}`);
  return at;
}

export class CookieJar {
  /** What requests read and responses fill. */
  readonly store = new CookieStore();
  readonly #now: () => number;

  /** @param now ms since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Cookies that would go with a request to `url`: name to values. */
  cookiesForURL(url: unknown): Record<string, string[]> {
    const found: Record<string, string[]> = {};
    for (const { name, value } of this.store.get(scopeOf(url), this.#now()))
      found[name] = [...(found[name] ?? []), value];
    return found;
  }

  /** Sets a cookie as if `url` had; options are k6's: domain, path, expires, max_age (seconds), secure, http_only. */
  set(url: unknown, name: unknown, value: unknown, options?: unknown): boolean {
    const o = isRecord(options) ? options : {};
    const cookie = {
      ...plainCookie(String(name), String(value)),
      domain: typeof o.domain === "string" ? o.domain : "",
      path: typeof o.path === "string" ? o.path : "",
      expires: expiryOf(o.expires),
      maxAge: typeof o.max_age === "number" ? o.max_age : 0,
      secure: o.secure === true,
      httpOnly: o.http_only === true,
    };
    this.store.set(scopeOf(url), cookie, this.#now());
    return true;
  }

  /** Removes the cookies that would go with a request to `url`, those with a domain or path of their own excepted. */
  clear(url: unknown): void {
    for (const name of Object.keys(this.cookiesForURL(url))) this.delete(url, name);
  }

  /** Removes one cookie, as `clear`. */
  delete(url: unknown, name: unknown): void {
    this.store.set(scopeOf(url), { ...plainCookie(String(name), ""), maxAge: -1 }, this.#now());
  }
}
