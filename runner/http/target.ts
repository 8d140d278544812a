// Splits a request URL into what a request needs: where to connect, what to ask for, and how the URL is shown in
// tags. It follows k6 in what it refuses and in leaving paths as they are written ("/a/../b" stays).

import { errorCode, type Failure, failure } from "./failure.ts";

/** Where a request goes. */
export interface Target {
  readonly secure: boolean;
  /** Host name or address without brackets. */
  readonly host: string;
  readonly port: number;
  /** `Host` header: the authority as written, without user information. */
  readonly authority: string;
  /** Names the connection pool: scheme and authority. */
  readonly origin: string;
  /** Path and query as sent. */
  readonly path: string;
  /** The URL as tags show it: user and password replaced by asterisks. */
  readonly shown: string;
  /** "user:password", decoded; undefined when the URL has none. */
  readonly userInfo: string | undefined;
}

export type TargetResult =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly failure: Failure };

const refuse = (message: string, code: number = errorCode.generic): TargetResult => ({
  ok: false,
  failure: failure(message, code),
});

const invalid = (url: string, why: string): TargetResult =>
  refuse(`invalid URL: parse ${JSON.stringify(url)}: ${why}`, errorCode.invalidUrl);

const URL_PARTS = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;
const HOST_FORBIDDEN = /[\s"<>\\^`{|}]/;
/** What may stand in a request line; anything else is percent-encoded. */
const PATH_UNSAFE = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]|?^{}`\\]+/g;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const percent = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;

const encoded = (text: string): string =>
  text.replace(PATH_UNSAFE, (part) => Array.from(Buffer.from(part, "utf8"), percent).join(""));

/** Host and port of an authority such as "example.org:8080" or "[::1]:80"; a string says what is wrong with it. */
function splitAuthority(authority: string, defaultPort: number): { host: string; port: number } | string {
  const bracket = authority.startsWith("[") ? authority.indexOf("]") : -1;
  if (authority.startsWith("[") && bracket < 0) return "missing ']' in host";
  const bad = HOST_FORBIDDEN.exec(authority);
  if (bad) return `invalid character ${JSON.stringify(bad[0])} in host name`;
  const colon = authority.indexOf(":", bracket + 1);
  const host = bracket > 0 ? authority.slice(1, bracket) : colon < 0 ? authority : authority.slice(0, colon);
  const port = colon < 0 ? "" : authority.slice(colon + 1);
  if (!/^\d*$/.test(port)) return `invalid port ${JSON.stringify(`:${port}`)} after host`;
  return { host, port: port === "" ? defaultPort : Number(port) };
}

/** Parses a request URL. Never throws: a URL nobody can ask is a failure with k6's text and code. */
export function parseTarget(url: string): TargetResult {
  if (CONTROL.test(url)) return invalid(url, "net/url: invalid control character in URL");
  const [, scheme = "", authorityPart, path = "", query = ""] = URL_PARTS.exec(url) ?? [];
  const protocol = scheme.toLowerCase();
  const at = authorityPart === undefined ? -1 : authorityPart.lastIndexOf("@");
  const authority = (authorityPart ?? "").slice(at + 1);
  const split = splitAuthority(authority, protocol === "https" ? 443 : 80);
  if (typeof split === "string") return invalid(url, split);
  if (protocol !== "http" && protocol !== "https")
    return refuse(`unsupported protocol scheme ${JSON.stringify(scheme)}`);
  if (split.host === "") return refuse("http: no Host in request URL");
  if (split.port > 65535) return refuse(`dial tcp: address ${split.port}: invalid port`, errorCode.dial);
  const secure = protocol === "https";
  return {
    ok: true,
    target: {
      secure,
      host: split.host,
      port: split.port,
      authority,
      origin: `${protocol}://${authority}`,
      path: encoded((path === "" ? "/" : path) + query),
      shown: at < 0 ? url : url.replace(/^([^/?#]*\/\/)[^/?#]*@/, "$1****:****@"),
      userInfo: at < 0 ? undefined : decoded((authorityPart ?? "").slice(0, at)),
    },
  };
}

/** Remembers parsed URLs; forgets all when `limit` different ones have been seen, so memory stays bounded. */
export class TargetCache {
  readonly #known = new Map<string, TargetResult>();
  readonly #limit: number;

  constructor(limit = 4096) {
    this.#limit = limit;
  }

  get(url: string): TargetResult {
    const known = this.#known.get(url);
    if (known) return known;
    if (this.#known.size >= this.#limit) this.#known.clear();
    const parsed = parseTarget(url);
    this.#known.set(url, parsed);
    return parsed;
  }
}
