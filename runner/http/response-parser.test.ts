import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FailureError } from "./failure.ts";
import { MAX_BODY_BYTES, MAX_HEAD_BYTES } from "./limits.ts";
import { ResponseParser } from "./response-parser.ts";

interface Parsed {
  readonly status: number;
  readonly fields: readonly string[];
  readonly body: string;
  readonly extra: number;
}

/** Feeds the pieces through one reused buffer, as a connection does; `close` ends the stream. */
function parse(pieces: readonly Buffer[], { bodiless = false, keep = true, close = false } = {}): Parsed | string {
  const pending = { held: 0 };
  const parser = new ResponseParser(pending);
  const buffer = Buffer.alloc(Math.max(1, ...pieces.map((p) => p.length)));
  parser.begin(bodiless, keep);
  let extra = 0;
  try {
    for (const piece of pieces) {
      if (parser.done) {
        extra += piece.length;
        continue;
      }
      buffer.fill(0x58);
      piece.copy(buffer);
      extra += parser.read(buffer, piece.length);
    }
    if (close) parser.close();
  } catch (error) {
    if (error instanceof FailureError) return error.message;
    throw error;
  }
  if (!parser.done || parser.head === undefined) return "incomplete";
  // Before the buffer is reused, as the connection does: a later piece may have overwritten it here.
  const result = { status: parser.head.status, fields: parser.head.fields, body: parser.text(), extra };
  parser.reset();
  expect(pending.held).toBe(0);
  return result;
}

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [...new Set(cuts.map((c) => c % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length)).filter((p) => p.length > 0);
}

const token = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/)
  .filter((n) => !/^(content|transfer|connection)/i.test(n));
const fieldValue = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);

const chunked = (body: Buffer, size: number): Buffer => {
  const parts: Buffer[] = [];
  for (let i = 0; i < body.length; i += size) {
    const piece = body.subarray(i, i + size);
    parts.push(Buffer.from(`${piece.length.toString(16)};x=y\r\n`), piece, Buffer.from("\r\n"));
  }
  return Buffer.concat([...parts, Buffer.from("0\r\nTrailer: t\r\n\r\n")]);
};

const response = fc
  .record({
    status: fc.integer({ min: 200, max: 599 }).filter((s) => s !== 204 && s !== 304),
    fields: fc.array(fc.tuple(token, fieldValue), { maxLength: 6 }),
    body: fc.uint8Array({ maxLength: 200 }),
    framing: fc.constantFrom("length", "chunked", "close"),
    chunk: fc.integer({ min: 1, max: 50 }),
    interim: fc.integer({ min: 0, max: 2 }),
    newline: fc.constantFrom("\r\n", "\n"),
  })
  .map((r) => {
    const body = Buffer.from(r.body);
    const framing = {
      length: [`Content-Length: ${body.length}`],
      chunked: ["Transfer-Encoding: chunked"],
      close: [],
    }[r.framing];
    const lines = [`HTTP/1.1 ${r.status} Some Reason`, ...r.fields.map(([n, v]) => `${n}: ${v}`), ...(framing ?? [])];
    const head = `${"HTTP/1.1 100 Continue\r\n\r\n".repeat(r.interim)}${lines.join(r.newline)}${r.newline}${r.newline}`;
    return {
      bytes: Buffer.concat([Buffer.from(head), r.framing === "chunked" ? chunked(body, r.chunk) : body]),
      close: r.framing === "close",
      status: r.status,
      fields: [...r.fields.flat(), ...(framing ?? []).flatMap((f) => f.split(": "))],
      body: body.toString("utf8"),
    };
  });

describe("a response", () => {
  test("is the same however its bytes are split", () => {
    fc.assert(
      fc.property(response, fc.array(fc.nat(), { maxLength: 12 }), (made, cuts) => {
        const parsed = parse(split(made.bytes, cuts), { close: made.close });
        expect(parsed).toEqual({ status: made.status, fields: made.fields, body: made.body, extra: 0 });
      }),
    );
  });

  test("leaves nothing behind when its body is dropped", () => {
    fc.assert(
      fc.property(response, fc.array(fc.nat(), { maxLength: 5 }), (made, cuts) => {
        expect(parse(split(made.bytes, cuts), { close: made.close, keep: false })).toMatchObject({
          body: "",
          extra: 0,
        });
      }),
    );
  });

  test("never makes the parser throw anything but a failure, whatever the bytes", () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.from(b)),
      fc.tuple(response, fc.nat(), fc.nat(255)).map(([r, at, byte]) => {
        const bytes = Buffer.from(r.bytes);
        bytes[at % bytes.length] = byte;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(
        noise,
        fc.array(fc.nat(), { maxLength: 4 }),
        (bytes, cuts) => void parse(split(bytes, cuts), { close: true }),
      ),
    );
  });

  test("tells how many bytes came behind it", () => {
    expect(parse([Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiEXTRA")])).toMatchObject({
      body: "hi",
      extra: 5,
    });
  });

  test.each([
    "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n",
    "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
  ])("has no body with %j", (text) => {
    expect(parse([Buffer.from(text)])).toMatchObject({ body: "", extra: 0 });
  });

  test("has no body when it answers a HEAD, even if the last one with this head had", () => {
    const text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
    const parser = new ResponseParser({ held: 0 });
    const read = (bytes: string): void => void parser.read(Buffer.from(bytes), bytes.length);
    parser.begin(false, true);
    read(`${text}hi`);
    expect(parser.text()).toBe("hi");
    parser.reset();
    parser.begin(true, true);
    read(text);
    expect(parser.done).toBe(true);
    parser.reset();
    parser.begin(false, true);
    read(text);
    expect(parser.done).toBe(false);
  });
});

describe("what is no response is refused in k6's words", () => {
  test.each([
    ["\0\x01garbage\r\n\r\n", 'malformed HTTP response "\\x00\\x01garbage"'],
    ["SSH-2.0-OpenSSH_9.6\r\n", 'malformed HTTP response "SSH-2.0-OpenSSH_9.6"'],
    ["HTTP/1.1 abc OK\r\n\r\n", 'malformed HTTP status code "abc"'],
    ["HTTP/1.1 1000 OK\r\n\r\n", 'malformed HTTP status code "1000"'],
    ["HTTP/1.1 200 OK\r\nno colon\r\n\r\n", 'malformed MIME header: missing colon: "no colon"'],
    ["HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", 'bad Content-Length "-1"'],
    [
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      'http: message cannot contain multiple Content-Length headers; got ["1" "2"]',
    ],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 'unsupported transfer encoding: "gzip, chunked"'],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "invalid byte in chunk length"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", "http chunk length too large"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX", "malformed chunked encoding"],
    [`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;${"x".repeat(5000)}`, "http: chunk line too long"],
    ["HTTP/1.1 101 Switching Protocols\r\n\r\n", "unexpected protocol upgrade (status 101)"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", `response body exceeded ${MAX_BODY_BYTES} bytes`],
  ])("%j", (text, message) => {
    expect(parse([Buffer.from(text)])).toBe(message);
    expect(parse([...Buffer.from(text)].map((b) => Buffer.of(b)))).toBe(message);
  });

  test.each([
    ["", "EOF"],
    ["HTTP/1.1 200 OK\r\nConte", "unexpected EOF"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "unexpected EOF"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf", "unexpected EOF"],
  ])("%j and then the end", (text, message) => {
    expect(parse(text === "" ? [] : [Buffer.from(text)], { close: true })).toBe(message);
  });

  test("a head without end stops at the limit", () => {
    const lines = Array.from({ length: 40 }, (_, i) => Buffer.from(`X-${i}: ${"a".repeat(32_000)}\r\n`));
    expect(parse([Buffer.from("HTTP/1.1 200 OK\r\n"), ...lines])).toBe(
      `net/http: server response headers exceeded ${MAX_HEAD_BYTES} bytes; aborted`,
    );
  });
});
