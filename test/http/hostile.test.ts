// Requests to servers that misbehave: each is a failed sample, and the next request works.

import zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import { fakeVu } from "./fake-vu.ts";
import { answers, head, hostileCases } from "./hostile-cases.ts";
import { rawServer, reply } from "./raw-server.ts";

const server = await rawServer((request) => answers[request.path]?.(request));

describe("one request to a server that misbehaves", () => {
  test.each(hostileCases)("$path fails with $code", async ({ path, code, error, body }) => {
    const vu = fakeVu();
    const response = await vu.request("get", `${server.url}/${path}`, { timeout: code === 1050 ? 150 : 20_000 });
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
  let closed = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const chatty = await rawServer(({ socket, connection }) => {
    socket.write(reply("200 OK", `${connection}`));
    setTimeout(() => socket.write(reply("200 OK", "smuggled")), 5);
    socket.once("close", closed);
  });
  expect(await vu.request("get", chatty.url)).toMatchObject({ body: "1" });
  await gone;
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
