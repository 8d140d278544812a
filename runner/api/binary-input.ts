// Text or bytes as k6's modules take them, and the names k6 gives to what it does not take.

import { bytesOf } from "../http/request-bytes.ts";
import { goError } from "../vu/go-error.ts";

function typeName(value: unknown): string {
  if (value === undefined || value === null) return "<nil>";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  if (typeof value === "boolean") return "bool";
  return Array.isArray(value) ? "[]interface {}" : "map[string]interface {}";
}

/** The bytes of a string (UTF-8), ArrayBuffer or view. @throws GoError for anything else; `before` begins its text */
export function inputBytes(value: unknown, before = ""): Buffer {
  const bytes = typeof value === "string" ? Buffer.from(value, "utf8") : bytesOf(value);
  if (bytes === undefined)
    throw goError(`${before}invalid type ${typeName(value)}, expected string, []byte or ArrayBuffer`);
  return bytes;
}
