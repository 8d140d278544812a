import zlib from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Decoded, decode, encode, knownCodings } from "./content-coding.ts";
import { MAX_BODY_BYTES } from "./limits.ts";

const decoded = (bytes: Buffer, header: string): Promise<Decoded> =>
  new Promise((resolve) => decode(bytes, knownCodings(header), resolve));

test("what is packed is unpacked", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 2000 }),
      fc.array(fc.constantFrom("gzip", "deflate", "br"), { minLength: 1, maxLength: 3 }),
      async (body, codings) => {
        const header = codings.join(", ");
        expect(await decoded(encode(Buffer.from(body), header), header)).toEqual({
          ok: true,
          bytes: Buffer.from(body),
        });
      },
    ),
    { numRuns: 50 },
  );
});

test("a large body is unpacked too", async () => {
  const body = Buffer.alloc(3_000_000, "ab");
  const result = await decoded(zlib.gzipSync(body), "gzip");
  expect(result.ok && result.bytes.equals(body)).toBe(true);
});

test("a bomb fails at the limit instead of filling the memory", async () => {
  const bomb = zlib.gzipSync(zlib.gzipSync(Buffer.alloc(MAX_BODY_BYTES + 1)));
  expect(bomb.length).toBeLessThan(10_000);
  expect(await decoded(bomb, "gzip, gzip")).toMatchObject({
    ok: false,
    failure: { message: `response body exceeded ${MAX_BODY_BYTES} bytes after decompression`, code: 1000 },
  });
});

describe("bytes that are not what they claim", () => {
  const wrapped = (why: string): string =>
    `error decompressing response body (error decompressing response body (${why}))`;
  test.each([
    ["not gzip at all", "gzip", wrapped("gzip: invalid header"), 1701],
    ["not zlib at all", "deflate", wrapped("zlib: invalid header"), 1701],
    ["", "gzip", "error decompressing response body (EOF)", 1701],
    ["x", "zstd", "error decompressing response body (zstd is not available in the runner)", 1701],
  ])("%j as %s", async (text, coding, message, code) => {
    expect(await decoded(Buffer.from(text), coding)).toEqual({ ok: false, failure: { message, code } });
  });

  test("cut off", async () => {
    const cut = zlib.gzipSync("text".repeat(50)).subarray(0, 20);
    expect(await decoded(cut, "gzip")).toEqual({ ok: false, failure: { message: "unexpected EOF", code: 1000 } });
  });
});

test("codings are undone from the last to the first, and an unknown one is left alone", () => {
  expect(knownCodings("deflate, GZIP")).toEqual(["gzip", "deflate"]);
  expect(knownCodings("weird")).toEqual([]);
  expect(knownCodings("gzip, identity")).toEqual([]);
});

test("a request cannot be packed with what the runner does not have", () => {
  expect(() => encode(Buffer.from("x"), "bogus")).toThrow("unknown compression algorithm bogus");
  expect(() => encode(Buffer.from("x"), "zstd")).toThrow("zstd is not available in the runner");
});
