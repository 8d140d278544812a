// The client against well-behaved servers: what it sends, what it measures, and how long its connections live.

import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { requestsPerSecond } from "../../runner/http/rate-limit.ts";
import { fakeVu } from "./fake-vu.ts";
import { rawServer, reply } from "./raw-server.ts";
import { wellBehavedServer } from "./well-behaved-server.ts";

const server = await wellBehavedServer();

/** What the server saw of a request, from its echo. */
const seen = async (response: Promise<{ json(selector?: unknown): unknown }>, what: string): Promise<unknown> =>
  (await response).json(what);

describe("a request", () => {
  test("leaves k6's nine samples, with one tags object", async () => {
    const vu = fakeVu();
    await vu.request("post", `${server.url}/echo`, "{}", { tags: { endpoint: "predict" } });
    expect(vu.samples.map((s) => s.metric)).toEqual([
      "http_reqs",
      "http_req_duration",
      "http_req_blocked",
      "http_req_connecting",
      "http_req_tls_handshaking",
      "http_req_sending",
      "http_req_waiting",
      "http_req_receiving",
      "http_req_failed",
    ]);
    expect(new Set(vu.samples.map((s) => s.tags)).size).toBe(1);
    expect(vu.samples[0]?.tags).toEqual({
      scenario: "default",
      group: "",
      endpoint: "predict",
      method: "POST",
      name: `${server.url}/echo`,
      url: `${server.url}/echo`,
      proto: "HTTP/1.1",
      status: "200",
      expected_response: "true",
    });
  });

  test("is timed: waiting to the first byte, receiving to the last, duration without the connection", async () => {
    const vu = fakeVu();
    const slow = await vu.request("get", `${server.url}/slow`);
    expect(slow.timings.waiting).toBeGreaterThanOrEqual(39);
    expect(slow.timings.blocked).toBeGreaterThanOrEqual(slow.timings.connecting ?? Number.NaN);
    const halves = await vu.request("get", `${server.url}/halves`);
    expect(halves).toMatchObject({ body: "halfhalf" });
    expect(halves.timings.receiving).toBeGreaterThanOrEqual(29);
    expect(halves.timings.connecting).toBe(0);
    const { duration, sending, waiting, receiving } = halves.timings;
    expect(duration).toBeCloseTo((sending ?? 0) + (waiting ?? 0) + (receiving ?? 0), 9);
    expect(vu.of("http_req_duration").at(-1)?.value).toBe(duration);
  });

  test("to a port nobody listens on has duration 0 and says why", async () => {
    const vu = fakeVu();
    const response = await vu.request("get", "http://127.0.0.1:1/");
    expect(response).toMatchObject({
      status: 0,
      body: null,
      error: "dial: connection refused",
      error_code: 1212,
      remote_ip: "",
    });
    expect(vu.of("http_req_duration")).toMatchObject([{ value: 0, tags: { status: "0", error_code: "1212" } }]);
  });

  test("with a status of 400 or more has k6's code and counts as failed, unless it was expected", async () => {
    const vu = fakeVu();
    expect(await vu.request("get", `${server.url}/missing`)).toMatchObject({
      status: 404,
      error: "",
      error_code: 1404,
    });
    const expected = vu.call("expectedStatuses", 404);
    await vu.request("get", `${server.url}/missing`, { responseCallback: expected });
    await vu.request("get", `${server.url}/missing`, { responseCallback: null });
    vu.call("setResponseCallback", expected);
    await vu.request("get", `${server.url}/missing`);
    expect(vu.of("http_req_failed").map((s) => s.value)).toEqual([1, 0, 0]);
    expect(vu.of("http_reqs").map((s) => s.tags.expected_response)).toEqual(["false", "true", undefined, "true"]);
  });

  test("that cannot be described is an answer without samples; that cannot be sent leaves samples", async () => {
    const vu = fakeVu();
    const bad = await vu.request("get", "http://[::1/");
    expect(bad).toMatchObject({ status: 0, error_code: 1020, request: null, body: null });
    expect(await vu.request("post", `${server.url}/echo`, 5)).toMatchObject({
      error: "unknown request body type int64",
      error_code: 0,
    });
    expect(vu.samples).toEqual([]);
    await vu.request("get", `${server.url}/echo`, { headers: { "x y": "1" } });
    expect(vu.of("http_req_failed")).toMatchObject([
      { value: 1, tags: { error: 'net/http: invalid header field name "x y"' } },
    ]);
  });

  test("throws only when the script asks for it", async () => {
    const vu = fakeVu();
    await expect(vu.request("get", "http://127.0.0.1:1/", { throw: true })).rejects.toThrow(
      'Get "http://127.0.0.1:1/": dial: connection refused',
    );
    await expect(fakeVu({ throw: true }).request("get", "http://127.0.0.1:1/")).rejects.toThrow("connection refused");
    expect(vu.of("http_req_failed")).toHaveLength(1);
  });
});

describe("what is sent", () => {
  test("text, forms and bytes, with their lengths", async () => {
    const vu = fakeVu();
    const url = `${server.url}/echo`;
    expect(await seen(vu.request("post", url, "hé"), "body")).toBe(Buffer.from("hé").toString("latin1"));
    expect(await seen(vu.request("post", url, { a: [1, 2] }), "body")).toBe("a=1&a=2");
    expect(await seen(vu.request("put", url, new Uint8Array([0, 255]).buffer), "body")).toBe("\u0000\u00ff");
    expect(await seen(vu.request("request", "PROPFIND", url), "head.0")).toBe("PROPFIND /echo HTTP/1.1");
  });

  test("a body too large for one write arrives whole", async () => {
    const body = "é".repeat(300_000);
    const response = await fakeVu().request("post", `${server.url}/echo`, body, {
      headers: { "Content-Type": "text/plain" },
    });
    expect(response.json("body")).toHaveLength(600_000);
    const bytes = await fakeVu().request("post", `${server.url}/echo`, new Uint8Array(500_000).buffer);
    expect(bytes.json("body")).toHaveLength(500_000);
    expect(bytes.timings.sending).toBeGreaterThan(0);
  });

  test("files, as a multipart form", async () => {
    const vu = fakeVu();
    const form = { f: vu.call("file", new Uint8Array([1]).buffer, "a.bin", "image/png"), x: "1" };
    const body = await seen(vu.request("post", `${server.url}/echo`, form), "body");
    expect(body).toContain('name="f"; filename="a.bin"\r\nContent-Type: image/png\r\n\r\n\u0001\r\n');
    expect(() => vu.call("file", 5)).toThrow("invalid type number, expected string or ArrayBuffer");
  });

  test("packed bodies, with the coding named", async () => {
    const response = await fakeVu().request("post", `${server.url}/echo`, "x".repeat(1000), { compression: "gzip" });
    expect(response.json("head")).toContain("Content-Encoding: gzip");
    expect(gunzipSync(Buffer.from(String(response.json("body")), "latin1")).toString()).toBe("x".repeat(1000));
  });

  test("the response shows the request it answers", async () => {
    const vu = fakeVu();
    const response = await vu.request("post", `${server.url}/echo`, "x", { headers: { a: 1 }, cookies: { c: "2" } });
    expect(response.request).toEqual({
      method: "POST",
      url: `${server.url}/echo`,
      headers: { "User-Agent": ["test"], A: ["1"], Cookie: ["c=2"] },
      body: "x",
      cookies: { c: [{ name: "c", value: "2", replace: false }] },
    });
  });
});

describe("what is received", () => {
  test("is text, bytes or nothing, as asked", async () => {
    const vu = fakeVu();
    expect((await vu.request("get", `${server.url}/latin`)).body).toBe("a\ufffdb");
    const binary = await vu.request("get", `${server.url}/latin`, { responseType: "binary" });
    expect(binary.body instanceof ArrayBuffer && [...new Uint8Array(binary.body)]).toEqual([0x61, 0xff, 0x62]);
    expect((await vu.request("get", `${server.url}/latin`, { responseType: "none" })).body).toBeNull();
    expect((await vu.request("get", `${server.url}/nothing`)).body).toBeNull();
    expect((await vu.request("head", `${server.url}/missing`)).body).toBe("");
    expect((await vu.request("get", `${server.url}/old`)).body).toBe("old style");
  });

  test("discarded bodies leave json() and html() an error in k6's words", async () => {
    const response = await fakeVu({ discardResponseBodies: true }).request("get", `${server.url}/echo`);
    expect(() => response.json()).toThrow("the body is null so we can't transform it to JSON");
    expect(() => response.html()).toThrow("the body is null so we can't transform it to HTML");
  });

  test("as JSON it is parsed once, and a selector gives a copy", async () => {
    const response = await fakeVu().request("get", `${server.url}/echo`);
    expect(response.json()).toBe(response.json());
    expect(response.json("head")).not.toBe(response.json("head"));
    expect(JSON.parse(JSON.stringify(response))).toMatchObject({
      status: 200,
      proto: "HTTP/1.1",
      timings: { looking_up: 0 },
    });
  });
});

describe("connections", () => {
  const connection = (vu: ReturnType<typeof fakeVu>, path = "echo"): Promise<unknown> =>
    seen(vu.request("get", `${server.url}/${path}`), "connection");

  test("belong to a user and outlive iterations", async () => {
    const [a, b] = [fakeVu(), fakeVu()];
    const first = await connection(a);
    expect(await connection(b)).not.toBe(first);
    a.client.endIteration();
    expect(await connection(a)).toBe(first);
  });

  test("end with the iteration, or at once, if the options say so", async () => {
    const perIteration = fakeVu({ noVUConnectionReuse: true });
    const first = await connection(perIteration);
    expect(await connection(perIteration)).toBe(first);
    perIteration.client.endIteration();
    expect(await connection(perIteration)).not.toBe(first);
    const never = fakeVu({ noConnectionReuse: true });
    expect(await connection(never)).not.toBe(await connection(never));
    const asking = fakeVu();
    const closing = { headers: { Connection: "close" } };
    const once = await seen(asking.request("get", `${server.url}/echo`, closing), "connection");
    expect(await connection(asking)).not.toBe(once);
  });

  test("that the server closes are not used again", async () => {
    const vu = fakeVu();
    const closing = async (): Promise<unknown> => (await vu.request("get", `${server.url}/close`)).body;
    expect(await closing()).not.toBe(await closing());
    expect((await vu.request("get", `${server.url}/close`)).headers).toEqual({ "Content-Length": expect.any(String) });
  });

  // As k6: a request that may be repeated is sent again when a kept connection turns out to be dead; a POST is not.
  test.each([
    ["end", "EOF", 1000],
    ["reset", "read: connection reset by peer", 1220],
  ])("that %s under a request", async (how, error, code) => {
    const dying = await rawServer(({ socket, turn, connection }) => {
      if (turn === 1) socket.write(reply("200 OK", `${connection}`));
      else if (how === "end") socket.end();
      else socket.resetAndDestroy();
    });
    const vu = fakeVu();
    await vu.request("get", dying.url);
    expect(await vu.request("get", dying.url)).toMatchObject({ status: 200, body: "2" });
    expect(await vu.request("post", dying.url, "x")).toMatchObject({ status: 0, error, error_code: code });
    expect(vu.of("http_reqs")).toHaveLength(3);
  });
});

test("the end of an iteration cuts what is under way: no sample, no answer, and the next iteration works", async () => {
  const vu = fakeVu();
  let settled = false;
  const slow = vu.request("get", `${server.url}/slow`).finally(() => {
    settled = true;
  });
  void slow.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 10));
  vu.endIteration();
  expect(await vu.request("get", `${server.url}/slow`)).toMatchObject({ body: "late" });
  expect(settled).toBe(false);
  expect(vu.of("http_reqs")).toHaveLength(1);
});

test("samples carry the tags of the moment the request was made", async () => {
  const vu = fakeVu();
  const slow = vu.request("get", `${server.url}/slow`);
  vu.wear({ scenario: "default", group: "::later" });
  await slow;
  await vu.request("get", `${server.url}/echo`);
  expect(vu.of("http_reqs").map((s) => s.tags.group)).toEqual(["", "::later"]);
});

test("a limit of requests per second holds the next request back, outside its own timings", async () => {
  const vu = fakeVu({ rps: 20 }, { limit: requestsPerSecond(20) });
  const began = performance.now();
  for (let i = 0; i < 3; i++) await vu.request("get", `${server.url}/echo`);
  expect(performance.now() - began).toBeGreaterThanOrEqual(98);
});

test("the instant of sending and the bytes of an iteration are known", async () => {
  const sent: number[] = [];
  const vu = fakeVu({}, { onSend: (_vu, at) => sent.push(at) });
  const before = performance.now();
  await vu.request("post", `${server.url}/echo`, "12345");
  expect(sent).toHaveLength(1);
  expect(sent[0]).toBeGreaterThanOrEqual(before);
  expect(sent[0]).toBeLessThanOrEqual(performance.now());
  const traffic = vu.client.takeTraffic();
  expect(traffic.sent).toBe(
    `POST /echo HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 5\r\nUser-Agent: test\r\n\r\n12345`
      .length,
  );
  expect(traffic.received).toBeGreaterThan(100);
  expect(vu.client.takeTraffic()).toEqual({ sent: 0, received: 0 });
});
