// The streaming scenario against streams of every kind: what counts as whole, and what its times are of.

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Tried, tryScript } from "../../runner/testing/try-script.ts";
import { type StreamServer, streamServer } from "./stream-server.ts";

const chunk = (text: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ delta: { content: text }, finish_reason: finish }] })}\n\n`;
const role = `data: ${JSON.stringify({ choices: [{ delta: { role: "assistant", content: "" } }] })}\n\n`;
const usage = `data: ${JSON.stringify({ choices: [], usage: { completion_tokens: 9 } })}\n\n`;
const done = "data: [DONE]\n\n";

let server: StreamServer;
beforeAll(async () => {
  server = await streamServer({
    "/whole": [role, ": ping\n\n", chunk("Hello"), chunk(" world"), chunk("", "stop"), usage, done],
    "/long": [chunk("a"), chunk("b", "length"), done],
    "/died": [chunk("half an ans")],
    "/failed": [chunk("so far"), 'data: {"error":{"message":"out of memory"}}\n\n', done],
    "/empty": [role, chunk("", "stop"), done],
  });
});
afterAll(() => server.close());

const read = (path: string, more: Readonly<Record<string, string>> = {}): Promise<Tried> =>
  tryScript({ script: "scenarios/stream.ts", env: { BASE_URL: `${server.url}/`, STREAM_PATH: path, ...more } });

test("a whole stream has its times, and its tokens by the server's count", async () => {
  const tried = await read("/whole");
  expect(tried.values("stream_whole")).toEqual([1]);
  expect(tried.values("good")).toEqual([1]);
  expect(tried.values("output_tokens", { counted_by: "usage" })).toEqual([9]);
  expect(tried.values("sse_event")).toHaveLength(7);
  const [gap = Number.NaN] = tried.values("inter_chunk");
  expect(tried.values("tpot")[0]).toBeCloseTo(gap / 8, 6);
  expect(tried.values("ttft")).toHaveLength(1);
});

test("an answer of the length allowed is whole, its tokens counted by pieces for want of usage", async () => {
  const tried = await read("/long");
  expect(tried.values("stream_whole")).toEqual([1]);
  expect(tried.values("output_tokens", { counted_by: "pieces" })).toEqual([2]);
});

test.each(["/died", "/failed", "/empty", "/cut", "/refused"])(
  "%s is not whole, and no time is taken of it",
  async (path) => {
    const tried = await read(path);
    expect(tried.values("stream_whole")).toEqual([0]);
    expect(tried.values("good")).toEqual([0]);
    expect(tried.values("ttft")).toEqual([]);
  },
);

test("an answer too late to be good is whole all the same", async () => {
  const tried = await read("/whole", { GOOD_TTFT: "0.001" });
  expect(tried.values("stream_whole")).toEqual([1]);
  expect(tried.values("good")).toEqual([0]);
});

test("a setting that is no number is said before any request", async () => {
  const tried = await read("/whole", { MAX_TOKENS: "many" });
  expect(tried.outcome.problem?.message).toContain("MAX_TOKENS=many: must be a number above 0");
  expect(tried.values("http_reqs")).toEqual([]);
});
