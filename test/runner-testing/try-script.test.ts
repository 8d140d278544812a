// The test kit: a script's function for a few iterations against a fake server, its checks and metrics as values.

import { afterEach, expect, test } from "vitest";
import { type FakeAnswer, type FakeServer, fakeServer } from "../../runner/testing/fake-server.ts";
import { tryScript } from "../../runner/testing/try-script.ts";
import { withScript } from "../loader/script-file.ts";

const script = `import { check, group, sleep } from "k6";
import http from "k6/http";
import { Counter, Trend } from "k6/metrics";
const bought = new Counter("bought");
const size = new Trend("size");
export const options = { vus: 50, duration: "1h" };
export function setup() { return { token: http.post(__ENV.BASE_URL + "/login").json("token") as string }; }
export default function (data: { token: string }) {
  group("shop", () => {
    const res = http.get(\`\${__ENV.BASE_URL}/item\`, { headers: { Authorization: data.token }, tags: { name: "item" } });
    check(res, { "item found": (r) => r.status === 200 });
    size.add(String(res.body).length, { kind: "item" });
    if (res.status === 200) bought.add(2);
  });
  sleep(0.001);
}
export function fails() { throw new Error("on purpose"); }
export function handleSummary() { return { stdout: "the summary" }; }
`;

let server: FakeServer;
afterEach(() => server.close());

async function tried(
  answer: (path: string) => FakeAnswer,
  more: { exec?: string; iterations?: number; vus?: number } = {},
) {
  server = await fakeServer(({ path }) => answer(path));
  return withScript({ "shop.ts": script }, (path) =>
    tryScript({ script: path, env: { BASE_URL: server.url }, ...more }),
  );
}

test("iterations, checks, metrics by tag, requests and output of a good run", async () => {
  const run = await tried((path) => ({ body: path === "/login" ? { token: "t1" } : "five!" }), {
    iterations: 3,
    vus: 2,
  });
  expect(run.outcome).toMatchObject({ exitCode: 0, iterations: 6, scriptErrors: 0 });
  expect(run.check("item found")).toEqual({ passes: 6, fails: 0 });
  expect(run.check("no such check")).toBeUndefined();
  expect(run.values("bought")).toEqual([2, 2, 2, 2, 2, 2]);
  expect(run.values("size", { kind: "item", group: "::shop" })).toEqual([5, 5, 5, 5, 5, 5]);
  expect(run.values("http_reqs", { name: "item" })).toHaveLength(6);
  expect(run.output).toContain("the summary");
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /login",
    ...new Array(6).fill("GET /item"),
  ]);
  expect(server.requests.at(-1)?.headers.authorization).toBe("t1");
});

test("a server that refuses, and one that hangs up, are failed checks and requests", async () => {
  const refused = await tried((path) => (path === "/login" ? { body: { token: "t" } } : { status: 503 }));
  expect(refused.check("item found")).toEqual({ passes: 0, fails: 1 });
  expect(refused.values("http_req_failed", { name: "item" })).toEqual([1]);
  expect(refused.values("bought")).toEqual([]);
  await server.close();
  const cut = await tried((path) => (path === "/login" ? { body: { token: "t" } } : { hangUp: true }));
  expect(cut.values("http_req_failed", { name: "item", status: "0" })).toEqual([1]);
  expect(cut.outcome.iterations).toBe(1);
});

test("another exported function, and what it throws", async () => {
  const run = await tried(() => ({ body: { token: "t" } }), { exec: "fails", iterations: 2 });
  expect(run.outcome).toMatchObject({
    iterations: 2,
    scriptErrors: 2,
    firstScriptError: expect.stringMatching(/on purpose at .*shop\.ts:17:/),
  });
});

test("a script that does not load says why in its outcome", async () => {
  server = await fakeServer(() => ({}));
  const run = await withScript({ "bad.ts": "export default () => {\n  const = 1;\n};" }, (path) =>
    tryScript({ script: path }),
  );
  expect(run.outcome).toMatchObject({
    exitCode: 107,
    iterations: 0,
    problem: { message: expect.stringContaining("bad.ts:2:") },
  });
});
