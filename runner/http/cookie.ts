// One cookie: reading a Set-Cookie header, and writing name and value into a Cookie header, as k6 does.

import { isToken } from "./header-name.ts";

export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** The value came in double quotes and goes back in them. */
  readonly quoted: boolean;
  /** As the server wrote it; empty when it did not. */
  readonly domain: string;
  readonly path: string;
  /** ms since 1970; undefined for a session cookie. */
  readonly expires: number | undefined;
  /** Seconds; 0 not given, negative: delete now. */
  readonly maxAge: number;
  readonly secure: boolean;
  readonly httpOnly: boolean;
}

/** A session cookie for the whole host. */
export const plainCookie = (name: string, value: string): Cookie => ({
  name,
  value,
  quoted: false,
  domain: "",
  path: "",
  expires: undefined,
  maxAge: 0,
  secure: false,
  httpOnly: false,
});

/** Max-Age in seconds; a header's 0 or less means "delete now", which k6 shows as -1. */
const maxAgeOf = (text: string): number => {
  const seconds = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isFinite(seconds)) return 0;
  return seconds <= 0 ? -1 : seconds;
};

const unquote = (value: string): { value: string; quoted: boolean } =>
  value.length > 1 && value.startsWith('"') && value.endsWith('"')
    ? { value: value.slice(1, -1), quoted: true }
    : { value, quoted: false };

/** Parses a Set-Cookie header; undefined when it names no cookie. */
export function parseSetCookie(header: string): Cookie | undefined {
  const [pair = "", ...attributes] = header.split(";");
  const equals = pair.indexOf("=");
  const name = pair.slice(0, Math.max(0, equals)).trim();
  if (equals < 0 || !isToken(name)) return undefined;
  const found: Record<string, string> = {};
  for (const attribute of attributes) {
    const at = attribute.indexOf("=");
    const key = (at < 0 ? attribute : attribute.slice(0, at)).trim().toLowerCase();
    found[key] = at < 0 ? "" : attribute.slice(at + 1).trim();
  }
  const expires = Date.parse(found.expires ?? "");
  return {
    name,
    ...unquote(pair.slice(equals + 1).trim()),
    domain: found.domain ?? "",
    path: found.path ?? "",
    expires: Number.isNaN(expires) ? undefined : expires,
    maxAge: maxAgeOf(found["max-age"] ?? ""),
    secure: found.secure !== undefined,
    httpOnly: found.httponly !== undefined,
  };
}

const FORBIDDEN = /[^\x20-\x7e]|[";\\]/g;

/** "name=value" for a Cookie header: forbidden characters dropped, quotes around a value with spaces or commas. */
export function cookiePair(name: string, value: string, quoted = false): string {
  const clean = value.replace(FORBIDDEN, "");
  return quoted || /[ ,]/.test(clean) ? `${name}="${clean}"` : `${name}=${clean}`;
}
