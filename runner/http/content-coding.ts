// Compressed bodies in both directions. What a server sends is unpacked within a limit, so a few kilobytes cannot
// become gigabytes.

import zlib from "node:zlib";
import { errorCode, type Failure, failure } from "./failure.ts";
import { MAX_BODY_BYTES } from "./limits.ts";

/** Codings k6 knows. */
const codings = ["gzip", "deflate", "zstd", "br"] as const;
export type Coding = (typeof codings)[number];

type Sync = (data: Buffer, options: { maxOutputLength?: number }) => Buffer;
type Async = (data: Buffer, options: zlib.ZlibOptions, done: (error: Error | null, result: Buffer) => void) => void;

interface Decoder {
  readonly sync: Sync;
  readonly async: Async;
}

/** Unpacked in place up to this size; more is left to a thread of the pool, so other users do not wait for it. */
const IN_PLACE_BYTES = 256 * 1024;

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: { sync: zlib.gunzipSync, async: zlib.gunzip },
  deflate: { sync: zlib.inflateSync, async: zlib.inflate },
  br: { sync: zlib.brotliDecompressSync, async: zlib.brotliDecompress },
};

export type Decoded = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly failure: Failure };

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";

/** What k6 says of bytes that are not what their coding promises. */
const badHeader: Readonly<Record<string, string>> = { gzip: "gzip: invalid header", deflate: "zlib: invalid header" };

function undecodable(error: unknown, coding: Coding): Failure {
  if (isTooLarge(error)) return failure(`response body exceeded ${MAX_BODY_BYTES} bytes after decompression`);
  const text = error instanceof Error ? error.message : String(error);
  if (text === "unexpected end of file") return failure("unexpected EOF");
  const why = text === "incorrect header check" ? (badHeader[coding] ?? text) : text;
  return failure(
    `error decompressing response body (error decompressing response body (${why}))`,
    errorCode.decompression,
  );
}

/** Codings of a Content-Encoding header, the last applied first; unknown ones end the list, as k6 leaves them alone. */
export function knownCodings(header: string): Coding[] {
  const applied: Coding[] = [];
  for (const name of header.split(",").reverse()) {
    const coding = codings.find((c) => c === name.trim().toLowerCase());
    if (coding === undefined) break;
    applied.push(coding);
  }
  return applied;
}

/** Unpacks a body. Calls back at once for a small one, later for a large one; never throws. */
export function decode(bytes: Buffer, wanted: readonly Coding[], done: (result: Decoded) => void): void {
  const [coding, ...rest] = wanted;
  if (coding === undefined) {
    done({ ok: true, bytes });
    return;
  }
  unpack(bytes, coding, (result) => {
    if (result.ok) decode(result.bytes, rest, done);
    else done(result);
  });
}

function unpack(bytes: Buffer, coding: Coding, done: (result: Decoded) => void): void {
  const decoder = decoders[coding];
  const small =
    decoder === undefined ? notAvailable(coding) : bytes.length === 0 ? empty : inPlace(decoder, bytes, coding);
  if (small !== "large") done(small);
  else
    decoder?.async(bytes, { maxOutputLength: MAX_BODY_BYTES }, (error, unpacked) => {
      done(error ? { ok: false, failure: undecodable(error, coding) } : { ok: true, bytes: unpacked });
    });
}

const cannotUnpack = (why: string): Decoded => ({
  ok: false,
  failure: failure(`error decompressing response body (${why})`, errorCode.decompression),
});

const empty = cannotUnpack("EOF");
const notAvailable = (coding: Coding): Decoded => cannotUnpack(`${coding} is not available in the runner`);

function inPlace(decoder: Decoder, bytes: Buffer, coding: Coding): Decoded | "large" {
  try {
    return { ok: true, bytes: decoder.sync(bytes, { maxOutputLength: IN_PLACE_BYTES }) };
  } catch (error) {
    return isTooLarge(error) ? "large" : { ok: false, failure: undecodable(error, coding) };
  }
}

const encoders: Readonly<Record<string, (data: Buffer) => Buffer>> = {
  gzip: (data) => zlib.gzipSync(data),
  deflate: (data) => zlib.deflateSync(data),
  br: (data) => zlib.brotliCompressSync(data),
};

/** Packs a request body with the codings of the `compression` parameter, in order. @throws Error with k6's text */
export function encode(bytes: Buffer, compression: string): Buffer {
  let packed = bytes;
  for (const name of compression.split(",")) {
    const coding = name.trim();
    const encoder = encoders[coding];
    if (encoder === undefined)
      throw new Error(
        coding === "zstd"
          ? "compression algorithm zstd is not available in the runner; use gzip, deflate or br, or run with k6"
          : `unknown compression algorithm ${coding}, supported algorithms are [gzip deflate br]`,
      );
    packed = encoder(packed);
  }
  return packed;
}
