// How much of a server's answer is held at most. A server is not trusted: it may send for ever, or a few bytes that
// unpack to gigabytes. Beyond a limit the request fails; the process does not.

/** Bytes of a response head (k6's own limit, and its error text names it). */
export const MAX_HEAD_BYTES = 10 * 1024 * 1024;

/** Bytes of one response body kept for the script, as sent and again when decompressed. Dropped bodies have no limit. */
export const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** Bytes of all half-received bodies of one thread together: many clients, each below its own limit, add up. */
export const MAX_PENDING_BYTES = 256 * 1024 * 1024;

/** Length of one chunk-size line or trailer line. */
export const MAX_CHUNK_LINE_BYTES = 4096;
