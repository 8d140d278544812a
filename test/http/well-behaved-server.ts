// A server that answers as servers should: what it was sent, late, in halves, with cookies or a redirect, by path.

import { type Answer, type RawServer, rawServer, reply } from "./raw-server.ts";

const echo: Answer = ({ socket, head, body, connection }) => {
  const shown = JSON.stringify({ connection, head: head.split("\r\n"), body: body.toString("latin1") });
  socket.write(reply("200 OK", shown, "Content-Type: application/json\r\n"));
};

const answers: Readonly<Record<string, Answer>> = {
  slow: ({ socket }) => setTimeout(() => socket.write(reply("200 OK", "late")), 40),
  halves: ({ socket }) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
    setTimeout(() => socket.write("half"), 30);
  },
  latin: ({ socket }) =>
    socket.write(Buffer.concat([Buffer.from(reply("200 OK", "a?b")).subarray(0, -2), Buffer.of(0xff, 0x62)])),
  missing: ({ socket }) => socket.write(reply("404 Not Found", "nope")),
  nothing: ({ socket }) => socket.write("HTTP/1.1 204 No Content\r\n\r\n"),
  close: ({ socket, connection }) => socket.end(reply("200 OK", `${connection}`, "Connection: close\r\n")),
  old: ({ socket }) => socket.end("HTTP/1.0 200 OK\r\n\r\nold style"),
  cookie: ({ socket }) =>
    socket.write(reply("200 OK", "", "Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; Max-Age=100\r\n")),
  hop: ({ socket }) => socket.write(reply("302 Found", "", "Location: /echo?x=1\r\nSet-Cookie: hop=1; Path=/\r\n")),
  keep: ({ socket }) => socket.write(reply("307 Temporary Redirect", "", "Location: /echo\r\n")),
  loop: ({ socket }) => socket.write(reply("302 Found", "again", "Location: /loop\r\n")),
};

/** One for the tests of a file, and closed with them. */
export const wellBehavedServer = (): Promise<RawServer> =>
  rawServer((request) => (answers[request.path] ?? echo)(request));
