// A service behind a key: every request carries it, on both engines, and nothing that is printed, saved or listed by
// `ps` holds it.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { engines } from "../support/real-k6.ts";
import { startTailgate } from "../support/tailgate-process.ts";

const SECRET = "k3y-nobody-may-read";
const ANSWER = { label: "ham", score: 0.9 };

let dir: string;
let server: Server;
let url: string;
/** Command lines of other processes that held the secret while a request was answered. */
let seen: string[];
/** Command lines that could be read at all; where there is no /proc, none. */
let readable: number;
let refused: number;

const commandLines = async (): Promise<readonly string[]> => {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
};

const answerTo = (path: string, body: string): unknown => {
  const asked: unknown = body === "" ? undefined : JSON.parse(body);
  if (path !== "/predict_batch") return path === "/predict" ? ANSWER : { status: "ok" };
  const texts = isRecord(asked) && Array.isArray(asked.texts) ? asked.texts : [];
  return { predictions: texts.map(() => ANSWER) };
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
  [seen, refused, readable] = [[], 0, 0];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const allowed = request.headers.authorization === `Bearer ${SECRET}`;
    if (!allowed) refused++;
    if (allowed && request.url === "/predict_batch" && readable === 0) {
      const lines = await commandLines();
      readable = lines.filter((line) => line !== "").length;
      seen.push(...lines.filter((line) => line.includes(SECRET)));
    }
    response.writeHead(allowed ? 200 : 401, { "content-type": "application/json" });
    response.end(JSON.stringify(allowed ? answerTo(request.url ?? "", body) : { error: "no key" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  url = `http://127.0.0.1:${address.port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true });
});

describe.each(engines)("with $engine", ({ engine, skip }) => {
  test.skipIf(skip)("HEADERS reach the service with every request, and nobody else", async () => {
    const env = { ENGINE: engine, RESULTS_DIR: dir, BASE_URL: url, HEADERS: `Authorization: Bearer ${SECRET}` };
    const { code, out, err } = await startTailgate(["run", "smoke"], env).ended;
    expect(`${out}${err}`).not.toContain(SECRET);
    expect(code).toBe(0);
    // /metrics is asked too, and it alone is no answer of the contract.
    expect(refused).toBe(0);
    if (process.platform === "linux") expect(readable).toBeGreaterThan(1);
    expect(seen).toEqual([]);
    const files = await readdir(join(dir, "smoke"));
    expect(files.some((name) => name.endsWith(".recording.json"))).toBe(true);
    for (const name of files) expect(await readFile(join(dir, "smoke", name), "utf8")).not.toContain(SECRET);
  });
});

test("a service that wants a key says so, and so does the suite, with the way to give it", async () => {
  const { code, err } = await startTailgate(["run", "smoke"], { ENGINE: "runner", RESULTS_DIR: dir, BASE_URL: url })
    .ended;
  expect(code).toBe(2);
  expect(err).toMatch(/POST \/predict of \S+ answers 401/);
  expect(err).toContain("HEADERS='Authorization: Bearer …'");
});
