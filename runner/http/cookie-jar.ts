// Keeps cookies and says which go with a request (RFC 6265 sections 5.1-5.4), as k6's jar does: host-only and domain
// cookies, default paths, expiry, and Secure ones also for the loopback host. There is no public-suffix list.

import net from "node:net";
import type { Cookie } from "./cookie.ts";
import { MAX_COOKIE } from "./limits.ts";
import type { Target } from "./target.ts";

interface Kept {
  readonly cookie: Cookie;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  /** ms since 1970. */
  readonly until: number;
}

/** The part of a target that cookies depend on. */
export type CookieScope = Pick<Target, "host" | "secure" | "path">;

/** Cookies kept at most: a server that sets endless new ones must not fill the memory. The oldest go first. */
const LIMIT = 3000;

const pathOf = (scope: CookieScope): string => scope.path.split("?", 1)[0] ?? "/";

/** RFC 6265 section 5.1.4: the request path up to its last slash. */
function defaultPath(scope: CookieScope): string {
  const path = pathOf(scope);
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

const pathMatches = (path: string, cookiePath: string): boolean =>
  path === cookiePath || (path.startsWith(cookiePath) && (cookiePath.endsWith("/") || path[cookiePath.length] === "/"));

const domainMatches = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);

/** Domain a cookie is kept for; undefined: the server may not set a cookie for that domain. */
function domainOf(cookie: Cookie, host: string): { domain: string; hostOnly: boolean } | undefined {
  if (cookie.domain === "") return { domain: host, hostOnly: true };
  const domain = cookie.domain.replace(/^\./, "").toLowerCase();
  if (net.isIP(host) !== 0) return domain === host ? { domain: host, hostOnly: true } : undefined;
  if (!domainMatches(host, domain) || (domain !== host && !domain.includes("."))) return undefined;
  return { domain, hostOnly: false };
}

export class CookieStore {
  readonly #kept = new Map<string, Kept>();

  get size(): number {
    return this.#kept.size;
  }

  /** Stores a cookie that `scope` sets, or removes it when it has expired. @param now ms since 1970 */
  set(scope: CookieScope, cookie: Cookie, now: number): void {
    const host = scope.host.toLowerCase();
    const at = domainOf(cookie, host);
    if (at === undefined || cookie.name.length + cookie.value.length > MAX_COOKIE) return;
    const path = cookie.path.startsWith("/") ? cookie.path : defaultPath(scope);
    const id = `${at.domain};${path};${cookie.name}`;
    const until = cookie.maxAge !== 0 ? now + cookie.maxAge * 1000 : (cookie.expires ?? Number.POSITIVE_INFINITY);
    if (until <= now) {
      this.#kept.delete(id);
      return;
    }
    if (this.#kept.size >= LIMIT && !this.#kept.has(id)) this.#dropOldest();
    this.#kept.set(id, { cookie, ...at, path, until });
  }

  /** Cookies for a request: longer paths first, then in the order they were first set. @param now ms since 1970 */
  get(scope: CookieScope, now: number): Cookie[] {
    if (this.#kept.size === 0) return [];
    const host = scope.host.toLowerCase();
    const path = pathOf(scope);
    const found: Kept[] = [];
    for (const [id, kept] of this.#kept) {
      if (kept.until <= now) this.#kept.delete(id);
      else if (
        (kept.hostOnly ? kept.domain === host : domainMatches(host, kept.domain)) &&
        pathMatches(path, kept.path) &&
        (!kept.cookie.secure || scope.secure || isLoopback(host))
      )
        found.push(kept);
    }
    return found.sort((a, b) => b.path.length - a.path.length).map((kept) => kept.cookie);
  }

  clear(): void {
    this.#kept.clear();
  }

  #dropOldest(): void {
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}
