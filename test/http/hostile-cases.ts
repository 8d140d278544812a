// Servers that answer garbage, stall, cut off and flood, and what becomes of a request to each: k6 v2.2.0's error, code
// and body for the same bytes, or the runner's own where it differs on purpose.

import { type Answer, reply } from "./raw-server.ts";

interface HostileCase {
  readonly path: string;
  readonly code: number;
  readonly error: string;
  readonly body: string | null;
  /** The runner says something else than k6 (docs/runner-http.md). */
  readonly own?: true;
}

export const head = "HTTP/1.1 200 OK\r\n";
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

/** How each path is answered; "ok" is an ordinary answer. */
export const answers: Readonly<Record<string, Answer>> = {
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

export const hostileCases: readonly HostileCase[] = [
  { path: "garbage", code: 1000, error: 'malformed HTTP response "\\x00\\x01\\x02garbage"', body: null },
  { path: "banner", code: 1000, error: 'malformed HTTP response "SSH-2.0-OpenSSH_9.6"', body: null },
  { path: "badstatus", code: 1000, error: 'malformed HTTP status code "abc"', body: null },
  { path: "badheader", code: 1000, error: 'malformed MIME header: missing colon: "no colon here"', body: null },
  { path: "badlength", code: 1000, error: 'bad Content-Length "abc"', body: null },
  { path: "badchunk", code: 1000, error: "invalid byte in chunk length", body: "" },
  { path: "hugechunk", code: 1000, error: "http chunk length too large", body: "" },
  { path: "chunknocrlf", code: 1000, error: "malformed chunked encoding", body: "hello" },
  { path: "shortchunk", code: 1000, error: "unexpected EOF", body: "hello" },
  { path: "midbody", code: 1000, error: "unexpected EOF", body: "half" },
  { path: "midbodyreset", code: 1220, error: "read: connection reset by peer", body: "half" },
  { path: "empty", code: 1000, error: "EOF", body: null },
  { path: "reset", code: 1220, error: "read: connection reset by peer", body: null },
  { path: "stall", code: 1050, error: "request timeout", body: null },
  { path: "stallbody", code: 1050, error: "request timeout", body: "half" },
  { path: "drip", code: 1050, error: "request timeout", body: null },
  {
    path: "interim",
    code: 1000,
    error: "net/http: server response headers exceeded 1048576 bytes; aborted",
    body: null,
    own: true,
  },
  {
    path: "hugehead",
    code: 1000,
    error: "net/http: server response headers exceeded 1048576 bytes; aborted",
    body: null,
    own: true,
  },
  {
    path: "endlesshead",
    code: 1000,
    error: "net/http: server response headers exceeded 1048576 bytes; aborted",
    body: null,
    own: true,
  },
  {
    path: "badgzip",
    code: 1701,
    error: "error decompressing response body (error decompressing response body (gzip: invalid header))",
    body: null,
  },
  { path: "redirbad", code: 1000, error: 'failed to parse Location header "http://[::1"', body: null, own: true },
  { path: "redirlong", code: 1000, error: "Location header is too long", body: null, own: true },
  { path: "redirdead", code: 1212, error: "dial: connection refused", body: null },
];
