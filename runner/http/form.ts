// Bodies from plain objects: URL-encoded forms, and multipart when a value is a file. Keys are sorted, as in k6.

import { randomBytes } from "node:crypto";
import { types } from "node:util";
import { FileData } from "./file-data.ts";
import { bytesOf } from "./request-bytes.ts";

/** A body and the media type that describes it. */
export interface FormBody {
  readonly body: string | Buffer;
  readonly contentType: string;
}

/** Escapes as k6's forms do: letters, digits and "-_.~" stay, a space is "+". */
const escaped = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, "+");

/** Tells people of a value that a form cannot carry. */
export type Warn = (text: string) => void;

/** As Go writes a moment, "1970-01-01 00:00:00.5 +0000 UTC"; always in UTC, where k6 takes the zone of the machine. */
const momentText = (moment: Date): string =>
  Number.isNaN(moment.getTime())
    ? ""
    : `${moment
        .toISOString()
        .replace("T", " ")
        .replace(/\.?0*Z$/, "")} +0000 UTC`;

/**
 * A form's value as text. Null and undefined are empty, as in k6; so is an object, which k6 says, too.
 * @throws Error for a function, of which k6 sends an address
 */
function valueText(name: string, value: unknown, warn: Warn): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "function") throw new Error(`form field ${JSON.stringify(name)} is a function`);
  if (typeof value !== "object") return String(value);
  if (types.isDate(value)) return momentText(value);
  const kind = Array.isArray(value) ? "[]interface {}" : "map[string]interface {}";
  warn(
    `cannot urlencode a nested ${kind} value in a request form body; encoding it as an empty value, use JSON.stringify() to send structured data`,
  );
  return "";
}

const entries = (form: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(form).sort(([a], [b]) => (a < b ? -1 : 1));

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** "a=1&a=2&b=x+y". */
export function urlEncoded(form: Readonly<Record<string, unknown>>, warn: Warn): string {
  return entries(form)
    .flatMap(([name, value]) => listOf(value).map((v) => `${escaped(name)}=${escaped(valueText(name, v, warn))}`))
    .join("&");
}

const quoted = (text: string): string => text.replace(/[\\"]/g, "\\$&").replace(/\r/g, "%0D").replace(/\n/g, "%0A");

function part(name: string, value: unknown, warn: Warn): Buffer[] {
  const disposition = `Content-Disposition: form-data; name="${quoted(name)}"`;
  if (!(value instanceof FileData)) return [Buffer.from(`${disposition}\r\n\r\n${valueText(name, value, warn)}`)];
  const head = `${disposition}; filename="${quoted(value.filename)}"\r\nContent-Type: ${value.content_type}\r\n\r\n`;
  return [Buffer.from(head), bytesOf(value.data) ?? Buffer.from(String(value.data))];
}

/** multipart/form-data (RFC 7578) with the given boundary. A list is one empty part, as in k6. */
export function multipart(form: Readonly<Record<string, unknown>>, boundary: string, warn: Warn): Buffer {
  const pieces: Buffer[] = [];
  for (const [name, value] of entries(form))
    pieces.push(Buffer.from(`--${boundary}\r\n`), ...part(name, value, warn), Buffer.from("\r\n"));
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return Buffer.concat(pieces);
}

/** The body k6 makes of an object. @throws Error when a field cannot be written */
export function formBody(form: Readonly<Record<string, unknown>>, warn: Warn): FormBody {
  if (!Object.values(form).some((v) => v instanceof FileData))
    return { body: urlEncoded(form, warn), contentType: "application/x-www-form-urlencoded" };
  const boundary = randomBytes(30).toString("hex");
  return { body: multipart(form, boundary, warn), contentType: `multipart/form-data; boundary=${boundary}` };
}
