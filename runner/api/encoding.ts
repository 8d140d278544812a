// The module `k6/encoding`: base64 in k6's four variants. Decoding is strict, as in k6.

import { toArrayBuffer } from "../http/request-bytes.ts";
import type { ModuleNamespace } from "../loader/script.ts";
import { goError } from "../vu/go-error.ts";
import { inputBytes } from "./binary-input.ts";

interface Variant {
  readonly url: boolean;
  readonly padded: boolean;
}

const standard: Variant = { url: false, padded: true };

/** A name k6 does not know counts as "std". */
const variants: Readonly<Record<string, Variant>> = {
  std: standard,
  rawstd: { url: false, padded: false },
  url: { url: true, padded: true },
  rawurl: { url: true, padded: false },
};

const variantOf = (name: unknown): Variant => variants[String(name ?? "std")] ?? standard;

function b64encode(input: unknown, encoding?: unknown): string {
  const { url, padded } = variantOf(encoding);
  const bytes = inputBytes(input);
  const text = bytes.toString(url ? "base64url" : "base64");
  if (!url) return padded ? text : text.replace(/=+$/, "");
  return padded ? text.padEnd(Math.ceil(text.length / 4) * 4, "=") : text;
}

/** Index of the first character that does not belong, or -1. */
function firstBad(text: string, { url, padded }: Variant): number {
  const outside = url ? /[^A-Za-z0-9_-]/ : /[^A-Za-z0-9+/]/;
  const digits = padded ? text.replace(/={1,2}$/, "") : text;
  const bad = digits.search(outside);
  if (bad >= 0) return bad;
  const rest = digits.length % 4;
  const whole = padded ? text.length % 4 === 0 && rest !== 1 : rest !== 1;
  return whole ? -1 : digits.length - rest;
}

function b64decode(input: unknown, encoding?: unknown, format?: unknown): string | ArrayBuffer {
  const variant = variantOf(encoding);
  const text = String(input).replace(/[\r\n]/g, "");
  const bad = firstBad(text, variant);
  if (bad >= 0) throw goError(`illegal base64 data at input byte ${bad}`);
  const bytes = Buffer.from(text, variant.url ? "base64url" : "base64");
  return format === "s" ? bytes.toString("utf8") : toArrayBuffer(bytes);
}

export function encodingModule(): ModuleNamespace {
  const members = { b64encode, b64decode };
  return { ...members, default: members };
}
