// Headers that every request carries, such as an API key: the variable HEADERS, a line each, worded as for curl's -H.
// What is wrong is said without the value, which is likely a secret.

export type RequestHeaders = Readonly<Record<string, string>>;

export type ParsedHeaders =
  | { readonly kind: "headers"; readonly headers: RequestHeaders }
  | { readonly kind: "problem"; readonly problem: string };

/** A token (RFC 9110, 5.6.2), a colon, and a value of visible characters, spaces and tabs (5.5). */
const LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/;

/** What the suite must say itself: a request's body is always JSON, and its length is what it is. */
const OWN = ["content-type", "content-length"];

/** The headers as `parseHeaders` reads them. */
export const writeHeaders = (headers: RequestHeaders): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");

/** Reads `Name: value` lines; empty lines count for nothing. */
export function parseHeaders(text: string): ParsedHeaders {
  const headers: Record<string, string> = {};
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const [, name, value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      return { kind: "problem", problem: `HEADERS: line ${i + 1} must be like "Name: value", in ASCII` };
    }
    if (OWN.includes(name.toLowerCase())) {
      return { kind: "problem", problem: `HEADERS: line ${i + 1}: ${name} is set by the suite itself` };
    }
    headers[name] = value;
  }
  return { kind: "headers", headers };
}
