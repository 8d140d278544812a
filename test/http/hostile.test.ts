// Servers that answer garbage, stall, cut off and flood: each is a failed sample with k6's error and code, and the next
// request works. The expected values are what k6 v2.2.0 gave for the same bytes.

import zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import { fakeVu } from "./fake-vu.ts";
import { type Answer, rawServer, reply } from "./raw-server.ts";

const head = "HTTP/1.1 200 OK\r\n";
const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`;

/** Writes for as long as the client takes it. */
const flood = (first: string, piece: string): Answer => {
  return ({ socket }) => {
    socket.write(first);
    const more = (): void => {
      while (!socket.destroyed && socket.write(piece));
      socket.once("drain", more);
    };
    more();
  };
};

const text =
  (bytes: string): Answer =>
  ({ socket }) =>
    socket.write(bytes);
const textAndEnd =
  (bytes: string): Answer =>
  ({ socket }) =>
    socket.end(bytes);

const answers: Readonly<Record<string, Answer>> = {
  ok: text(reply("200 OK", "fine")),
  garbage: textAndEnd("\0\x01\x02garbage\r\n\r\n"),
  banner: text("SSH-2.0-OpenSSH_9.6\r\n"),
  badstatus: text("HTTP/1.1 abc OK\r\n\r\n"),
  badheader: text(`${head}no colon here\r\nContent-Length: 0\r\n\r\n`),
  badlength: text(`${head}Content-Length: abc\r\n\r\n`),
  badchunk: text(`${chunked}zz\r\nhello\r\n0\r\n\r\n`),
  hugechunk: text(`${chunked}fffffffffffffffff\r\nhello`),
  chunknocrlf: text(`${chunked}5\r\nhelloXX0\r\n\r\n`),
  shortchunk: textAndEnd(`${chunked}ff\r\nhello`),
  midbody: textAndEnd(`${head}Content-Length: 100\r\n\r\nhalf`),
  midbodyreset: ({ socket }) => {
    socket.write(`${head}Content-Length: 100\r\n\r\nhalf`);
    setTimeout(() => socket.resetAndDestroy(), 20);
  },
  empty: textAndEnd(""),
  reset: ({ socket }) => socket.resetAndDestroy(),
  stall: () => undefined,
  stallbody: text(`${head}Content-Length: 100\r\n\r\nhalf`),
  drip: ({ socket }) => {
    const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write("X")), 5);
  },
  hugehead: flood(head, `X-A: ${"a".repeat(60_000)}\r\n`),
  endlesshead: flood("", "x".repeat(60_000)),
  interim: flood("", "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000)),
  badgzip: text(reply("200 OK", "not gzip at all", "Content-Encoding: gzip\r\n")),
  redirbad: text(reply("302 Found", "", "Location: http://[::1\r\n")),
  redirlong: text(reply("302 Found", "", `Location: /${"x".repeat(10_000)}\r\n`)),
  redirdead: text(reply("302 Found", "", "Location: http://127.0.0.1:1/\r\n")),
};

const server = await rawServer((request) => answers[request.path]?.(request));

describe("one request to a server that misbehaves", () => {
  test.each([
    ["garbage", 1000, 'malformed HTTP response "\\x00\\x01\\x02garbage"', null],
    ["banner", 1000, 'malformed HTTP response "SSH-2.0-OpenSSH_9.6"', null],
    ["badstatus", 1000, 'malformed HTTP status code "abc"', null],
    ["badheader", 1000, 'malformed MIME header: missing colon: "no colon here"', null],
    ["badlength", 1000, 'bad Content-Length "abc"', null],
    ["badchunk", 1000, "invalid byte in chunk length", ""],
    ["hugechunk", 1000, "http chunk length too large", ""],
    ["chunknocrlf", 1000, "malformed chunked encoding", "hello"],
    ["shortchunk", 1000, "unexpected EOF", "hello"],
    ["midbody", 1000, "unexpected EOF", "half"],
    ["midbodyreset", 1220, "read: connection reset by peer", "half"],
    ["empty", 1000, "EOF", null],
    ["reset", 1220, "read: connection reset by peer", null],
    ["stall", 1050, "request timeout", null],
    ["stallbody", 1050, "request timeout", "half"],
    ["drip", 1050, "request timeout", null],
    ["interim", 1050, "request timeout", null],
    ["hugehead", 1000, "net/http: server response headers exceeded 1048576 bytes; aborted", null],
    ["endlesshead", 1000, "net/http: server response headers exceeded 1048576 bytes; aborted", null],
    [
      "badgzip",
      1701,
      "error decompressing response body (error decompressing response body (gzip: invalid header))",
      null,
    ],
    ["redirbad", 1000, 'failed to parse Location header "http://[::1"', null],
    ["redirlong", 1000, "Location header is too long", null],
    ["redirdead", 1212, "dial: connection refused", null],
  ])("%s fails with %i", async (path, code, error, body) => {
    const vu = fakeVu();
    const response = await vu.request("get", `${server.url}/${path}`, { timeout: 150 });
    expect(response).toMatchObject({ status: 0, status_text: "", headers: {}, error, error_code: code, body });
    const failed = vu.of("http_req_failed").at(-1);
    expect(failed).toMatchObject({ value: 1, tags: { status: "0", error, error_code: String(code) } });
    expect(failed?.tags).not.toHaveProperty("proto");
    expect(vu.client.shared.pending.held).toBe(0);
    expect(await vu.request("get", `${server.url}/ok`)).toMatchObject({ status: 200, body: "fine" });
  });
});

test("a bomb of 200 MB in 200 kB fails, and the loop goes on turning meanwhile", async () => {
  const bomb = zlib.gzipSync(Buffer.alloc(200 * 1024 * 1024));
  const bombs = await rawServer(({ socket }) => {
    socket.write(`${head}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
    socket.write(bomb);
  });
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const response = await fakeVu().request("get", bombs.url);
  clearInterval(timer);
  expect(response).toMatchObject({ status: 0, error_code: 1000 });
  expect(response.error).toMatch(/^response body exceeded \d+ bytes after decompression$/);
  expect(turns).toBeGreaterThan(1);
});

test("a dropped body may be of any size and is never held", async () => {
  const size = 150 * 1024 * 1024;
  const piece = Buffer.alloc(1024 * 1024);
  const large = await rawServer(({ socket }) => {
    socket.write(`${head}Content-Length: ${size}\r\n\r\n`);
    for (let i = 0; i < size / piece.length; i++) socket.write(piece);
  });
  const vu = fakeVu({ discardResponseBodies: true });
  const before = process.memoryUsage().arrayBuffers;
  expect(await vu.request("get", large.url)).toMatchObject({ status: 200, body: null, error: "" });
  expect(vu.client.shared.pending.held).toBe(0);
  expect(vu.client.takeTraffic().received).toBeGreaterThan(size);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(size);
});

test("bytes nobody asked for end a connection before they can answer the next request", async () => {
  const vu = fakeVu();
  const chatty = await rawServer(({ socket, connection }) => {
    socket.write(reply("200 OK", `${connection}`));
    setTimeout(() => socket.write(reply("200 OK", "smuggled")), 5);
  });
  expect(await vu.request("get", chatty.url)).toMatchObject({ body: "1" });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(await vu.request("get", chatty.url)).toMatchObject({ body: "2" });
});

test("bytes behind a response end its connection", async () => {
  const vu = fakeVu();
  const chatty = await rawServer(({ socket, connection }) => socket.write(`${reply("200 OK", `${connection}`)}EXTRA`));
  expect(await vu.request("get", chatty.url)).toMatchObject({ body: "1", error: "" });
  expect(await vu.request("get", chatty.url)).toMatchObject({ body: "2", error: "" });
});

test("a server that answers nonsense of ever another kind leaves short tags", async () => {
  let n = 0;
  const babble = await rawServer(({ socket }) => socket.end(`${++n}${"z".repeat(5000)}\r\n`));
  const vu = fakeVu();
  for (let i = 0; i < 50; i++) await vu.request("get", babble.url);
  expect(Math.max(...vu.samples.map((s) => s.tags.error?.length ?? 0))).toBeLessThan(200);
});
