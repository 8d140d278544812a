// Binary values of a script as bytes. Scripts run in a realm of their own, so `instanceof` cannot be asked.

import { types } from "node:util";

/** A view of an ArrayBuffer's or typed array's bytes; undefined for anything else. */
export function bytesOf(value: unknown): Buffer | undefined {
  if (types.isAnyArrayBuffer(value)) return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return undefined;
}
