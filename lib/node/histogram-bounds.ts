// Whether a saved histogram is one, and of a size that one of ours can have: a few bytes of a compressed text inflate to
// gigabytes. Asked of every recording that is read, before anything else looks at it.

import { inflateSync } from "node:zlib";

/** HdrHistogram V2, compressed: its cookie, in the first four bytes (HdrHistogram's EncodableHistogram). */
const COMPRESSED_COOKIE = 0x1c849304;
/** The low byte of a cookie holds the word size, which does not count. */
const COOKIE_MASK = ~0xf0;
const HEADER_BYTES = 8;
/**
 * Bytes of a histogram of ours before compression: 40 of header and at most nine for each of its counts, of which 1 us
 * to 60 s at three digits have 17 × 1024.
 */
const MOST_BYTES = 40 + 9 * 17 * 1024 + 1024;
/** What is wrong with it, in a few words; undefined when nothing is. */
export function histogramProblem(text: string): string | undefined {
  // No samples, no histogram.
  if (text === "") return undefined;
  const bytes = Buffer.from(text, "base64");
  if (bytes.length <= HEADER_BYTES) return "is cut short";
  if ((bytes.readInt32BE(0) & COOKIE_MASK) !== (COMPRESSED_COOKIE & COOKIE_MASK)) return "is no HdrHistogram";
  const length = bytes.readInt32BE(4);
  if (length <= 0 || length > bytes.length - HEADER_BYTES) return "is cut short";
  try {
    const content = inflateSync(bytes.subarray(HEADER_BYTES, HEADER_BYTES + length), { maxOutputLength: MOST_BYTES });
    return content.length < 40 ? "is cut short" : undefined;
  } catch (error) {
    const tooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return tooLarge ? `is larger than ${MOST_BYTES} bytes` : "does not inflate";
  }
}
