// Streaming endpoints of a described service, in the script that a scenario becomes: what is counted, and what the
// checks before the load see of the same answers.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askKind } from "../../lib/node/service/ask.ts";
import { scenarioScript } from "../../lib/node/service/bundle-scenario.ts";
import { loadService } from "../../lib/node/service/load-service.ts";
import { type Tried, tryScript } from "../../runner/testing/try-script.ts";
import { type StreamServer, streamServer } from "./stream-server.ts";

const chunk = (text: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ delta: { content: text }, finish_reason: finish }] })}\n\n`;

let server: StreamServer;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-streams-"));
  server = await streamServer({
    "/whole": [chunk("Hello"), chunk(" world"), chunk("", "stop"), "data: [DONE]\n\n"],
    "/died": [chunk("half an ans")],
    "/failed": [chunk("so far"), 'data: {"error":{"message":"out of memory"}}\n\n', "data: [DONE]\n\n"],
    "/lines": ["one\ntw", "o\r\n \n\nthr", "ee"],
  });
});
afterAll(async () => {
  await server.close();
  await rm(dir, { recursive: true });
});

let files = 0;
async function described(path: string, options: string) {
  // Scripts are kept by the name of their description.
  const file = join(dir, `${++files}.service.ts`);
  await writeFile(
    file,
    `import { defineService, post } from "tailgate";
export default defineService({
  data: () => [{ prompt: "a" }],
  endpoints: { chat: post("${path}", (row) => ({ prompt: row.prompt }), { ${options} }) },
});`,
  );
  return loadService(file);
}

async function asked(path: string, options: string, env: Readonly<Record<string, string>> = {}): Promise<Tried> {
  const script = await scenarioScript({ name: "smoke", own: undefined }, await described(path, options));
  return tryScript({ script, env: { BASE_URL: server.url, ...env } });
}

test("a whole stream: its times, its tokens, a right answer, on its endpoint", async () => {
  const tried = await asked("/whole", 'stream: "openai", good: { ttft: 10000 }');
  expect(tried.outcome.problem).toBeUndefined();
  expect(tried.values("ttft", { endpoint: "chat" })).toHaveLength(1);
  expect(tried.values("output_tokens", { counted_by: "pieces" })).toEqual([2]);
  expect(tried.values("good", { endpoint: "chat" })).toEqual([1]);
  expect(tried.values("tailgate_answer")).toEqual([1]);
  expect(tried.values("http_req_duration", { endpoint: "chat", name: "/whole" })).toHaveLength(1);
});

test.each(["/died", "/failed"])("%s: HTTP 200, and counted as a wrong answer that is not good", async (path) => {
  const tried = await asked(path, 'stream: "openai", good: {}');
  expect(tried.values("tailgate_answer")).toEqual([0]);
  expect(tried.values("good")).toEqual([0]);
  expect(tried.values("ttft")).toEqual([]);
});

test("a traced stream tells its trace, whole or refused", async () => {
  const env = { TRACE: "1" };
  const whole = await asked("/whole", 'stream: "openai"', env);
  expect(whole.values("tailgate_traced", { endpoint: "chat" })).toHaveLength(1);
  const refused = await asked("/refused", 'stream: "openai"', env);
  expect(refused.values("tailgate_traced", { endpoint: "chat", failure: "http-503" })).toHaveLength(1);
});

test("refused: a failed request, in the denominator of what is good", async () => {
  const tried = await asked("/refused", 'stream: "openai", good: {}');
  expect(tried.values("http_req_failed")).toEqual([1]);
  expect(tried.values("good")).toEqual([0]);
  expect(tried.values("tailgate_answer")).toEqual([]);
});

test("what is described beside the times of a stream is counted too: its work, and refusals apart from faults", async () => {
  const more = "items: ({ body }) => body.split(' ').length, shed: [503]";
  const whole = await asked("/whole", `stream: "openai", ${more}`);
  expect(whole.values("items", { endpoint: "chat" })).toEqual([2]);
  expect(whole.values("refused")).toEqual([0]);
  const died = await asked("/died", `stream: "openai", ${more}`);
  expect(died.values("items")).toEqual([]);
  const shed = await asked("/refused", `stream: "openai", ${more}`);
  expect(shed.values("refused", { endpoint: "chat" })).toEqual([1]);
  expect(shed.values("items")).toEqual([]);
});

test("lines, however the bytes are cut", async () => {
  const tried = await asked("/lines", 'stream: "lines"');
  expect(tried.values("output_tokens")).toEqual([4]);
  expect(tried.values("tailgate_answer")).toEqual([1]);
});

test("outside the load the same answer reads the same", async () => {
  const read = async (path: string, format: string) => {
    const service = await described(path, `stream: "${format}"`);
    return (
      await askKind({ url: server.url, headers: {} }, service.simplest, service.rowsOf(service.simplest, 0, 1), 10_000)
    ).read;
  };
  expect(await read("/whole", "openai")).toEqual({ kind: "answers", answers: ["Hello world"] });
  expect(await read("/lines", "lines")).toEqual({ kind: "answers", answers: ["onetwo three"] });
  expect(await read("/died", "openai")).toEqual({ kind: "error", why: "the stream broke off" });
  expect(await read("/failed", "openai")).toEqual({ kind: "error", why: "out of memory" });
});

test.each([
  ['stream: "websocket"', "stream must be"],
  ["good: { ttft: 5 }", "say how it streams"],
  ['stream: "sse", good: { p95: 5 }', "good must be bounds"],
  ['stream: "sse", timings: { queue: () => 1 }', "not of a stream"],
  ['stream: "sse", rows: [1, 5]', "about one row"],
])("%s is refused: %s", async (options, why) => {
  await expect(described("/x", options)).rejects.toThrow(why);
});
