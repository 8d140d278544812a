// The server under load in benchmarks: one process, one fixed JSON answer, as little work as an HTTP server can do. Says
// its port on stdout, and on request how many answers it has given.

import { createServer } from "node:net";

const BODY = '{"label":"positive","score":0.98}';
const ANSWER = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
);
const END_OF_HEAD = "\r\n\r\n";

let answered = 0;

/** How many whole requests `text` begins with, and what is left of it. */
function consume(text: string): { readonly requests: number; readonly rest: string } {
  let requests = 0;
  let rest = text;
  for (;;) {
    const end = rest.indexOf(END_OF_HEAD);
    if (end < 0) return { requests, rest };
    const length = Number(/content-length: *(\d+)/i.exec(rest.slice(0, end))?.[1] ?? 0);
    const next = end + END_OF_HEAD.length + length;
    if (rest.length < next) return { requests, rest };
    requests++;
    rest = rest.slice(next);
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  let pending = "";
  socket.on("data", (data) => {
    const { requests, rest } = consume(pending + data.toString("latin1"));
    pending = rest;
    answered += requests;
    for (let i = 0; i < requests; i++) socket.write(ANSWER);
  });
  // A generator that stops closes as it likes.
  socket.on("error", () => socket.destroy());
});

process.on("message", () => process.send?.({ answered }));
process.on("disconnect", () => process.exit(0));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) process.send?.({ port: address.port });
});
