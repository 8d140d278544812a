// HTTPS: handshake time, versions, and certificates nobody vouches for. Errors and codes are k6 v2.2.0's.

import { createServer, type Server } from "node:net";
import { afterAll, expect, test } from "vitest";
import { selfSigned as secure } from "../support/self-signed.ts";
import { fakeVu } from "./fake-vu.ts";
import { rawServer, reply } from "./raw-server.ts";

const server = await rawServer(({ socket, connection }) => socket.write(reply("200 OK", `${connection}`)), secure);
const older = await rawServer(({ socket }) => socket.write(reply("200 OK")), { ...secure, maxVersion: "TLSv1.2" });

async function plainServer(act: (server: Server) => void): Promise<string> {
  const made = createServer();
  act(made);
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  afterAll(() => made.close());
  const address = made.address();
  return `https://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`;
}

test("a handshake is timed apart from the request, and its connection is kept", async () => {
  const vu = fakeVu({ insecureSkipTLSVerify: true });
  const first = await vu.request("get", server.url);
  expect(first).toMatchObject({
    status: 200,
    body: "1",
    tls_version: "tls1.3",
    tls_cipher_suite: "TLS_AES_256_GCM_SHA384",
  });
  expect(first.timings.tls_handshaking).toBeGreaterThan(0);
  expect(first.timings.blocked).toBeGreaterThanOrEqual(
    (first.timings.connecting ?? 0) + (first.timings.tls_handshaking ?? 0),
  );
  const second = await vu.request("get", server.url);
  expect(second).toMatchObject({ body: "1", timings: { tls_handshaking: 0, connecting: 0 } });
  expect(vu.of("http_reqs").map((s) => s.tags.tls_version)).toEqual(["tls1.3", "tls1.3"]);
  expect(await vu.request("get", older.url)).toMatchObject({ tls_version: "tls1.2" });
});

test("a certificate signed by itself is refused, with the time of the connection but no duration", async () => {
  const vu = fakeVu();
  expect(await vu.request("get", server.url)).toMatchObject({
    status: 0,
    error: "x509: unknown authority",
    error_code: 1310,
  });
  expect(vu.of("http_req_connecting")[0]?.value).toBeGreaterThan(0);
  expect(vu.of("http_req_duration")[0]?.value).toBe(0);
});

test("a server that does not speak TLS says so in words that are the same every time", async () => {
  const url = await plainServer((s) =>
    s.on("connection", (c) => c.on("data", () => c.end("HTTP/1.1 400 Bad Request\r\n\r\n"))),
  );
  const vu = fakeVu();
  for (let i = 0; i < 2; i++)
    expect(await vu.request("get", url)).toMatchObject({
      error: "tls: first record does not look like a TLS handshake",
      error_code: 1301,
    });
});

test("a server that hangs up in the handshake, or stalls in it", async () => {
  const vu = fakeVu();
  const hangsUp = await plainServer((s) => s.on("connection", (c) => c.on("data", () => c.end())));
  expect(await vu.request("get", hangsUp)).toMatchObject({ error: "EOF", error_code: 1000 });
  const stalls = await plainServer((s) => s.on("connection", (c) => c.on("error", () => undefined)));
  expect(await vu.request("get", stalls, { timeout: 50 })).toMatchObject({
    error: "request timeout",
    error_code: 1050,
  });
});
