// What a body function returned, as the bytes or text that go over the wire, with the content type that says which.

import { isRecord } from "../json.ts";

/** A body as HTML forms send it. */
export class FormBody {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const encoded = (text: string): string => encodeURIComponent(text).replaceAll("%20", "+");

/** `application/x-www-form-urlencoded`, for a body: `form({ q: mail.text })`. A list gives a field several values. */
export const form = (fields: Readonly<Record<string, unknown>>): FormBody =>
  new FormBody(
    Object.entries(fields)
      .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((v) => [name, String(v)] as const))
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .join("&"),
  );

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
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError("it gives nothing that can be sent");
  return { body: json, contentType: "application/json" };
}
