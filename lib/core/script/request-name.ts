// What a request of somebody else's script is called: the name its script gave it, or else its method and path, with
// what differs from request to request (numbers, UUIDs, hashes) left out, so that a thousand URLs are one endpoint.

import type { Tags } from "../metric-sample.ts";

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** A version is a name: /v2/users, /v1.1/items. */
const VERSION = /^v\d+(\.\d+)*$/i;
const HEX = /^[0-9a-f]{7,}$/i;
const TOKEN = /^[A-Za-z0-9_-]{20,}$/;

/** A commit, a digest: hexadecimal with figures and letters, as no word is; or too long for anything else. */
const isHash = (text: string): boolean =>
  HEX.test(text) && ((/\d/.test(text) && /[a-f]/i.test(text)) || text.length >= 32);

/** A key such as Base64url, ULID or nanoid: long, figures among letters also within its parts. A slug's parts are words or numbers. */
const isToken = (text: string): boolean =>
  TOKEN.test(text) &&
  /\d/.test(text) &&
  /[A-Za-z]/.test(text) &&
  !text.split(/[-_]/).every((part) => /^(\d*|[A-Za-z]*)$/.test(part));

const segmentName = (segment: string): string => {
  if (VERSION.test(segment)) return segment;
  // `${}` is what k6's http.url leaves of an expression.
  const named = segment.replace(/\$\{\}/g, "{}").replace(UUID, "{uuid}");
  const [stem = "", extension = ""] = splitExtension(named);
  if (/^\d+$/.test(stem)) return `{n}${extension}`;
  if (isHash(stem) || isToken(stem)) return `{hash}${extension}`;
  // A number that stands by itself within a name: user-42, page=3, 12.5.
  return named.replace(/(^|[^A-Za-z0-9])\d+(?=$|[^A-Za-z0-9])/g, "$1{n}");
};

/** `a1b2.png` is a name and what kind of file it is. */
const splitExtension = (segment: string): readonly [string, string] => {
  const [, stem, extension] = /^(.+)(\.[A-Za-z][A-Za-z0-9]{0,4})$/.exec(segment) ?? [];
  return stem === undefined || extension === undefined ? [segment, ""] : [stem, extension];
};

/** A URL's path without what differs from request to request: `/users/42/orders` becomes `/users/{n}/orders`. */
export const pathName = (path: string): string => (path === "" ? "/" : path.split("/").map(segmentName).join("/"));

/** The endpoint of an HTTP request by its tags; undefined when they name neither it nor a URL. */
export function requestName(tags: Tags): string | undefined {
  const name = tags.name ?? tags.url;
  if (name === undefined || name === "") return undefined;
  // A name nobody gave is the URL itself.
  const path = ABSOLUTE.exec(name)?.[1];
  return path === undefined ? name : `${tags.method ?? "GET"} ${pathName(path)}`;
}
