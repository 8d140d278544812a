// The body of a request from what a script passes: text, bytes, or an object as a form.

import { types } from "node:util";
import { encode } from "./content-coding.ts";
import { formBody, type Warn } from "./form.ts";
import { bytesOf } from "./request-bytes.ts";

export interface RequestBody {
  readonly body: string | Buffer | undefined;
  /** Media type the body implies; empty when it implies none. */
  readonly contentType: string;
}

const nothing: RequestBody = { body: undefined, contentType: "" };

/** What k6 calls a value it cannot send. */
function typeName(value: unknown): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (types.isDate(value)) return "time.Time";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return typeof value === "boolean" ? "bool" : typeof value;
}

/** Reads a body argument. @throws Error for a value that is no body, with k6's text */
export function requestBody(value: unknown, warn: Warn): RequestBody {
  if (value === undefined || value === null) return nothing;
  if (typeof value === "string") return { body: value, contentType: "" };
  const bytes = bytesOf(value);
  if (bytes) return { body: bytes, contentType: "" };
  if (typeof value !== "object" || Array.isArray(value) || types.isDate(value))
    throw new Error(`unknown request body type ${typeName(value)}`);
  return formBody(Object.fromEntries(Object.entries(value)), warn);
}

/** The body packed as the `compression` parameter says. @throws Error for a coding that is not known */
export const compressed = (body: string | Buffer, compression: string): Buffer =>
  encode(typeof body === "string" ? Buffer.from(body) : body, compression);
