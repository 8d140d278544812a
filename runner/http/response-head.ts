// The head of an HTTP/1.x response as a value: status, framing, and the headers in the order they came. It is as
// lenient as k6 (bare line feeds, folded lines, odd names) and refuses with the same words.

import { FailureError, failure } from "./failure.ts";
import { MAX_QUOTED } from "./limits.ts";

/** How the body that follows a head is delimited. */
type Framing = "none" | "length" | "chunked" | "close";

export interface ResponseHead {
  /** "HTTP/1.1" as the server wrote it. */
  readonly proto: string;
  readonly status: number;
  /** "200 OK", as k6's `status_text`. */
  readonly statusText: string;
  /** Name, value, name, value… as received. */
  readonly fields: readonly string[];
  readonly framing: Framing;
  /** Bytes of the body when `framing` is "length". */
  readonly length: number;
  /** Whether the connection may carry another request. */
  readonly keepAlive: boolean;
  /** Whether the head announces a compressed body, sets a cookie, or names another place. */
  readonly encoded: boolean;
  readonly setsCookie: boolean;
  readonly location: string | undefined;
}

const refuse = (message: string): never => {
  throw new FailureError(failure(message));
};

/** The beginning of a line as Go quotes it in errors: control characters escaped as \x00. */
const quote = (line: string): string =>
  JSON.stringify(line.slice(0, MAX_QUOTED)).replace(/\\u00([0-9a-f]{2})/g, "\\x$1");

function statusLine(line: string): { proto: string; status: number; statusText: string } {
  const space = line.indexOf(" ");
  const proto = space < 0 ? "" : line.slice(0, space);
  if (!/^HTTP\/\d\.\d$/.test(proto)) return refuse(`malformed HTTP response ${quote(line)}`);
  const statusText = line.slice(space + 1).replace(/^ +/, "");
  const code = statusText.split(" ", 1)[0] ?? "";
  if (!/^\d{3}$/.test(code)) return refuse(`malformed HTTP status code ${quote(code)}`);
  return { proto, status: Number(code), statusText };
}

/** Header lines as name and value in turn; a line that begins with white space continues the one before. */
function fieldsOf(lines: readonly string[]): string[] {
  const fields: string[] = [];
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const first = line.charCodeAt(0);
    if ((first === 32 || first === 9) && fields.length > 0) {
      fields[fields.length - 1] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(":");
    if (colon < 0) return refuse(`malformed MIME header: missing colon: ${quote(line)}`);
    fields.push(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return fields;
}

/** What decides how the body is read; filled while the fields are walked once. */
interface Seen {
  length: string | undefined;
  transferEncoding: string | undefined;
  connection: string;
  location: string | undefined;
  encoded: boolean;
  setsCookie: boolean;
}

function note(seen: Seen, name: string, value: string): void {
  switch (name.length) {
    case 8:
      if (name.toLowerCase() === "location") seen.location ??= value;
      break;
    case 10:
      if (name.toLowerCase() === "connection")
        seen.connection = seen.connection === "" ? value : `${seen.connection}, ${value}`;
      else if (name.toLowerCase() === "set-cookie") seen.setsCookie = true;
      break;
    case 14:
      if (name.toLowerCase() === "content-length") noteLength(seen, value);
      break;
    case 16:
      if (name.toLowerCase() === "content-encoding") seen.encoded = true;
      break;
    case 17:
      if (name.toLowerCase() === "transfer-encoding")
        seen.transferEncoding = seen.transferEncoding === undefined ? value : `${seen.transferEncoding}, ${value}`;
      break;
  }
}

function noteLength(seen: Seen, value: string): void {
  if (seen.length !== undefined && seen.length !== value)
    refuse(`http: message cannot contain multiple Content-Length headers; got [${quote(seen.length)} ${quote(value)}]`);
  if (!/^\d{1,15}$/.test(value)) refuse(`bad Content-Length ${quote(value)}`);
  seen.length = value;
}

const hasToken = (list: string, token: string): boolean =>
  list !== "" &&
  list
    .toLowerCase()
    .split(",")
    .some((t) => t.trim() === token);

/**
 * Parses a whole response head, without the empty line that ends it.
 * @param bodiless the request was a HEAD: whatever the fields say, no body follows
 * @throws FailureError for what k6 would not accept either
 */
export function parseHead(text: string, bodiless: boolean): ResponseHead {
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (line.endsWith("\r")) lines[i] = line.slice(0, -1);
  }
  const { proto, status, statusText } = statusLine(lines[0] ?? "");
  const fields = fieldsOf(lines);
  const seen: Seen = {
    length: undefined,
    transferEncoding: undefined,
    connection: "",
    location: undefined,
    encoded: false,
    setsCookie: false,
  };
  for (let i = 0; i + 1 < fields.length; i += 2) note(seen, fields[i] ?? "", fields[i + 1] ?? "");
  if (seen.transferEncoding !== undefined && seen.transferEncoding.toLowerCase() !== "chunked")
    refuse(`unsupported transfer encoding: ${quote(seen.transferEncoding)}`);
  const framing = framingOf(status, seen, bodiless);
  const persistent =
    proto === "HTTP/1.0" ? hasToken(seen.connection, "keep-alive") : !hasToken(seen.connection, "close");
  return {
    proto,
    status,
    statusText,
    fields,
    framing,
    length: framing === "length" ? Number(seen.length) : 0,
    keepAlive: persistent && framing !== "close",
    encoded: seen.encoded,
    setsCookie: seen.setsCookie,
    location: seen.location,
  };
}

function framingOf(status: number, seen: Seen, bodiless: boolean): Framing {
  if (bodiless || status < 200 || status === 204 || status === 304) return "none";
  if (seen.transferEncoding !== undefined) return "chunked";
  if (seen.length === undefined) return "close";
  return seen.length === "0" ? "none" : "length";
}
