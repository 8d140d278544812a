// Header names as k6 spells them: "content-type" and "CONTENT-TYPE" are both "Content-Type".

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const LIMIT = 1024;
const LONGEST = 64;
const known = new Map<string, string>();

/** Whether a name may stand in a request. */
export const isToken = (name: string): boolean => TOKEN.test(name);

function spell(name: string): string {
  if (!isToken(name)) return name;
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** First letter and letters behind "-" in upper case, the rest in lower; a name that is no token stays as it is. */
export function canonicalName(name: string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const spelt = spell(name);
  // A server that invents names must not fill the memory.
  if (name.length > LONGEST) return spelt;
  if (known.size >= LIMIT) known.clear();
  known.set(name, spelt);
  return spelt;
}

/** What belongs to the connection rather than the answer: k6 does not show it either. */
const isFraming = (name: string, value: string, chunked: boolean): boolean =>
  name === "Transfer-Encoding" ||
  name === "Trailer" ||
  (name === "Content-Length" && chunked) ||
  (name === "Connection" && /\bclose\b/i.test(value));

/** Received fields (name, value, name, value…) as k6's `headers`: canonical names, repeated ones joined with ", ". */
export function headersOf(fields: readonly string[], chunked: boolean): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = canonicalName(fields[i] ?? "");
    const value = fields[i + 1] ?? "";
    if (isFraming(name, value, chunked)) continue;
    const before = headers[name];
    headers[name] = before === undefined || name === "Content-Length" ? value : `${before}, ${value}`;
  }
  return headers;
}
