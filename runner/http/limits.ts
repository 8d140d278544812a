// How much of a server's answer is held at most. A server is not trusted: it may send for ever, or a few bytes that
// unpack to gigabytes. Beyond a limit the request fails; the process does not.

/** Bytes of a response head. k6 takes ten times as much; a head of millions of lines would cost hundreds of megabytes. */
export const MAX_HEAD_BYTES = 1024 * 1024;

/** Characters of a head that may be remembered beyond its response, to spare parsing an equal one. */
export const MAX_REMEMBERED_HEAD = 4096;

/** Characters of a server's nonsense that are quoted in an error: it becomes a tag, and tags are kept. */
export const MAX_QUOTED = 64;

/** Characters of a redirect's Location: it becomes a tag, too. */
export const MAX_LOCATION = 8192;

/** Characters of a cookie's name and value together (RFC 6265 section 6.1 asks for no more). */
export const MAX_COOKIE = 4096;

/** Bytes of one response body kept for the script, as sent and again when decompressed. Dropped bodies have no limit. */
export const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** Bytes of all half-received bodies of one thread together: many clients, each below its own limit, add up. */
export const MAX_PENDING_BYTES = 256 * 1024 * 1024;

/** Length of one chunk-size line or trailer line. */
export const MAX_CHUNK_LINE_BYTES = 4096;
