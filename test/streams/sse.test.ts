// `k6/x/sse` on real sockets: what a script is told, what is counted, and what becomes of the connection.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Tried, tryScript } from "../../runner/testing/try-script.ts";
import { type StreamServer, streamServer } from "./stream-server.ts";

let server: StreamServer;
beforeAll(async () => {
  server = await streamServer({
    "/tokens": ['data: {"a":1}\n\n', "id: 7\nevent: mes", "sage\ndata: tw", "o\ndata: lines\n\n", "data: [DONE]\n\n"],
    "/pings": [": keep-alive\n\n", Buffer.from("data: é").subarray(0, -1), Buffer.from("é\n\n").subarray(1)],
    "/unended": ["data: whole\n\n", "data: no empty line after this"],
    "/nonsense": ["surprise\n\n", "data: fine\n\n"],
    "/endless": Array.from({ length: 5000 }, (_, i) => `data: ${i}\n\n`),
  });
});
afterAll(() => server.close());

interface Seen {
  readonly seen: readonly unknown[];
  readonly status: number;
  readonly body: string;
  readonly error: string;
}
const seenBy = (tried: Tried): Seen[] =>
  [...tried.output.matchAll(/saw:([^;]*);/g)].map((m) => JSON.parse(decodeURIComponent(m[1] ?? "")));
const read = (stream: string, env: Readonly<Record<string, string>> = {}, iterations = 1): Promise<Tried> =>
  tryScript({
    script: "test/streams/scripts/stream.js",
    iterations,
    env: { BASE_URL: server.url, STREAM: stream, STOP_AT: "never", THROW_AT: "never", ...env },
  });
const event = (data: string, more: object = {}): object => ({
  id: "",
  name: "",
  data,
  comment: "",
  stamped: true,
  ...more,
});

describe("a stream", () => {
  test("is told event by event, however its bytes are cut", async () => {
    const tried = await read("/tokens");
    expect(seenBy(tried)).toEqual([
      {
        seen: ["open", event('{"a":1}'), event("two\nlines", { id: "7", name: "message" }), event("[DONE]")],
        status: 200,
        body: "",
        error: "",
      },
    ]);
    expect(tried.values("sse_event")).toEqual([1, 1, 1]);
    expect(tried.values("http_req_failed", { kind: "llm" })).toEqual([0]);
    expect(tried.values("http_reqs", { status: "200", method: "POST" })).toEqual([1]);
  });

  test("may hold keep-alives, which are no data, and characters cut in two", async () => {
    expect(seenBy(await read("/pings"))[0]?.seen).toEqual(["open", event("", { comment: "keep-alive" }), event("é")]);
  });

  test("drops an event that was never ended", async () => {
    expect(seenBy(await read("/unended"))[0]?.seen).toEqual(["open", event("whole")]);
  });

  test("says what is no event and goes on", async () => {
    expect(seenBy(await read("/nonsense"))[0]?.seen).toEqual([
      "open",
      expect.stringContaining("error: unknown event: surprise"),
      event("fine"),
    ]);
  });

  test("uses a connection again", async () => {
    const before = server.connections();
    await read("/tokens", {}, 3);
    expect(server.connections() - before).toBe(1);
  });

  test("can be abandoned, and is then a success that was cut short on purpose", async () => {
    const before = server.abandoned();
    const tried = await read("/endless", { STOP_AT: "3" });
    expect(seenBy(tried)[0]).toMatchObject({
      seen: ["open", event("0"), event("1"), event("2"), event("3")],
      status: 200,
    });
    expect(tried.values("http_req_failed")).toEqual([0]);
    await expect.poll(() => server.abandoned()).toBe(before + 1);
  });

  test("ends with what a handler throws", async () => {
    const tried = await read("/endless", { THROW_AT: "2" });
    expect(tried.output).toContain("the script had enough");
    expect(tried.values("http_reqs")).toEqual([1]);
  });
});

describe("what is no stream", () => {
  test("an error has its status and its body, and counts as failed", async () => {
    const tried = await read("/nothing-here");
    expect(seenBy(tried)).toEqual([{ seen: [], status: 503, body: '{"error":"overloaded"}', error: "" }]);
    expect(tried.values("http_req_failed")).toEqual([1]);
    expect(tried.values("sse_event")).toEqual([]);
  });

  test("a connection cut in the middle is told after what had come", async () => {
    const tried = await read("/cut");
    const [seen] = seenBy(tried);
    expect(seen?.seen.slice(0, 2)).toEqual(["open", event("half")]);
    expect(seen?.seen[2]).toMatch(/^error: /);
    expect(seen).toMatchObject({ status: 0, error: expect.stringMatching(/EOF|reset/) });
    expect(tried.values("http_req_failed")).toEqual([1]);
  });
});
