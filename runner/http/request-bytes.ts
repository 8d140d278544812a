// Binary values of a script as bytes, and bytes as scripts get them.

import { types } from "node:util";

/** A view of an ArrayBuffer's or typed array's bytes; undefined for anything else. */
export function bytesOf(value: unknown): Buffer | undefined {
  if (types.isAnyArrayBuffer(value)) return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return undefined;
}

/** A copy that owns its memory: the ArrayBuffer that scripts get. */
export function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
