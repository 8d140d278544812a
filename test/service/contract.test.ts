// The HTTP contract: right answers, and a 4xx with a JSON error for everything else.

import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { limits } from "../../lib/core/service-contract.ts";
import { type RunningService, startService } from "../../service/service.ts";
import { metric, post, predict, predictBatch, withService } from "./client.ts";

let service: RunningService;
beforeAll(async () => {
  service = await startService({ profile: "p2" });
});
afterAll(() => service.close());

const longest = "x".repeat(limits.textCharacters);
const texts = (count: number): string[] => Array.from({ length: count }, (_, i) => `text ${i}`);

test("a batch gives one prediction a text, in order, each as /predict gives it", async () => {
  const several = ["Make $$$ fast!!! Click here", "[ILUG] Re: kernel patch", "Lunch at noon?"];
  const batch = await predictBatch(service, several);
  const singles = await Promise.all(several.map((text) => predict(service, text)));
  expect(batch.map(({ label }) => label)).toEqual(singles.map(({ label }) => label));
  for (const [i, { score }] of batch.entries()) expect(score).toBeCloseTo(singles[i]?.score ?? 9, 4);
});

test("the limits themselves are allowed", async () => {
  expect((await post(`${service.url}/predict`, { text: longest })).status).toBe(200);
  expect((await post(`${service.url}/predict`, { text: "😀".repeat(limits.textCharacters) })).status).toBe(200);
  expect(await predictBatch(service, texts(limits.batchTexts))).toHaveLength(limits.batchTexts);
});

const bad: readonly (readonly [string, string, unknown, number])[] = [
  ["no JSON", "/predict", "{", 400],
  ["an empty body", "/predict", "", 400],
  ["JSON that is no object", "/predict", "[]", 400],
  ["null", "/predict", "null", 400],
  ["no text", "/predict", {}, 400],
  ["a number for a text", "/predict", { text: 5 }, 400],
  ["an empty text", "/predict", { text: "" }, 400],
  ["a text of 10 001 characters", "/predict", { text: `${longest}x` }, 400],
  ["a prototype", "/predict", '{"text":"a","__proto__":{"x":1}}', 400],
  ["no batch", "/predict_batch", {}, 400],
  ["a text for a batch", "/predict_batch", { texts: "a" }, 400],
  ["an empty batch", "/predict_batch", { texts: [] }, 400],
  ["a batch of 101", "/predict_batch", { texts: texts(limits.batchTexts + 1) }, 400],
  ["an empty text in a batch", "/predict_batch", { texts: ["a", ""] }, 400],
  ["a null in a batch", "/predict_batch", { texts: ["a", null] }, 400],
  ["a body past the limit", "/predict_batch", { texts: Array(100).fill("x".repeat(130_000)) }, 413],
  ["an unknown route", "/predictions", { text: "a" }, 404],
];

test.each(bad)("%s to %s is refused with a JSON error", async (_what, path, body, status) => {
  const answer = await post(`${service.url}${path}`, body);
  expect(answer.status).toBe(status);
  expect(isRecord(answer.json) && typeof answer.json.error === "string" && answer.json.error !== "").toBe(true);
});

test("another content type is refused", async () => {
  expect((await post(`${service.url}/predict`, "text=a", { "content-type": "text/plain" })).status).toBe(415);
});

test("another method is refused with the one that is allowed", async () => {
  const response = await fetch(`${service.url}/predict`);
  expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  expect(await response.json()).toEqual({ error: "/predict takes POST" });
  expect((await fetch(`${service.url}/health`, { method: "DELETE" })).status).toBe(405);
});

test("what is no HTTP is answered with 400 and a closed connection", async () => {
  const { hostname, port } = new URL(service.url);
  const answer = await new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect(Number(port), hostname, () => socket.write("NONSENSE\r\n\r\n"));
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(answer).toContain('{"error":"this is no HTTP request"}');
});

test("health and metrics name the profile, and metrics count", async () => {
  const health: unknown = await (await fetch(`${service.url}/health`)).json();
  expect(health).toMatchObject({ status: "ok", profile: "p2", slowdown: 1, workers: 0 });
  const before = await metric(service, "tailgate_predictions_total");
  await predictBatch(service, texts(7));
  expect(await metric(service, "tailgate_predictions_total")).toBe(before + 7);
  const text = await (await fetch(`${service.url}/metrics`)).text();
  expect(text).toContain('tailgate_info{profile="p2"} 1');
  expect(text).toMatch(/^tailgate_requests_total\{route="\/predict_batch",status="200"\} \d+$/m);
  for (const name of ["process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds"]) {
    expect(await metric(service, name)).toBeGreaterThan(0);
  }
  expect(await metric(service, "tailgate_event_loop_lag_p99_seconds")).toBeGreaterThanOrEqual(0);
  expect(await metric(service, "tailgate_queue_depth")).toBe(0);
});

test("a slowdown changes the work and not the answers, and health says so", async () => {
  const quick = await predict(service, "Make $$$ fast!!!");
  await withService({ profile: "p3", slowdown: 2.5 }, async (slow) => {
    expect(await predict(slow, "Make $$$ fast!!!")).toEqual(quick);
    expect(await (await fetch(`${slow.url}/health`)).json()).toMatchObject({ slowdown: 2.5 });
  });
});

test.each([
  [{ profile: "p5" }, 'no service profile "p5"'],
  [{ slowdown: 0.5 }, "slowdown of 0.5"],
  [{ slowdown: Number.NaN }, "slowdown of NaN"],
  [{ log: "/nonexistent/dir/x.log" }, "cannot write the service's log"],
])("starting with %o is refused with a clear line", async (options, message) => {
  await expect(startService(options)).rejects.toThrow(message);
});

test("a port that is taken is refused with a hint and exit code 2", async () => {
  const port = Number(new URL(service.url).port);
  await expect(startService({ port })).rejects.toMatchObject({
    code: 2,
    message: `port ${port} of 127.0.0.1 is taken`,
    hint: expect.stringContaining("another port"),
  });
});
