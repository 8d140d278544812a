// What a body function returned, as the bytes or text that go over the wire, with the content type that says which.

import { isRecord } from "../json.ts";

/** A list of nothing but undefined would go out as one of nulls. */
const hasValue = (x: unknown): boolean =>
  Array.isArray(x) ? x.length === 0 || x.some((one) => one !== undefined) : x !== undefined;

/**
 * A field without a value is left out, as JSON leaves it out. Where no field has one, the row is of another shape than
 * the description thinks: its request would ask nothing.
 * @throws TypeError then, with the fields' names
 */
function checkFields(fields: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(fields);
  if (names.length === 0 || names.some((name) => hasValue(fields[name]))) return;
  throw new TypeError(
    `${names.slice(0, 5).join(", ")}: no value in this row; name fields that the rows have, or leave such rows out of the data`,
  );
}

/** A body as HTML forms send it. */
export class FormBody {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const encoded = (text: string): string => encodeURIComponent(text).replaceAll("%20", "+");

/**
 * `application/x-www-form-urlencoded`, for a body: `form({ q: mail.text })`. A list gives a field several values.
 * @throws TypeError when no field has a value
 */
export function form(fields: Readonly<Record<string, unknown>>): FormBody {
  checkFields(fields);
  return new FormBody(
    Object.entries(fields)
      .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((v) => [name, v] as const))
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${encoded(name)}=${encoded(String(value))}`)
      .join("&"),
  );
}

export interface WrittenBody {
  readonly body: string | ArrayBuffer;
  readonly contentType: string;
}

/** @throws TypeError when it is nothing that can be sent */
export function writeBody(value: unknown): WrittenBody {
  if (typeof value === "string") return { body: value, contentType: "text/plain; charset=utf-8" };
  if (value instanceof FormBody) return { body: value.text, contentType: "application/x-www-form-urlencoded" };
  if (value instanceof ArrayBuffer) return { body: value, contentType: "application/octet-stream" };
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.byteLength);
    bytes.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    return { body: bytes.buffer, contentType: "application/octet-stream" };
  }
  if (isRecord(value) && typeof value.then === "function")
    throw new TypeError("it is a promise; a body is made at once");
  if (isRecord(value)) checkFields(value);
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError("it gives nothing that can be sent");
  return { body: json, contentType: "application/json" };
}
