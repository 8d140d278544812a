// What a user's mistake looks like: one clear line, a hint, an exit code, and no load sent.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "../../cli/cli.ts";
import { selfSigned } from "../support/self-signed.ts";
import { testWorld } from "../support/test-world.ts";

let dir: string;
const servers: Server[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
  for (const s of servers.splice(0)) await new Promise((done) => s.close(done));
});

const serve = (listener: RequestListener): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer(listener).listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`);
    });
    servers.push(server);
  });

const tailgate = async (args: readonly string[], env: Record<string, string> = {}, realTime = false) => {
  const { world, seen } = testWorld({ ENGINE: "runner", RESULTS_DIR: dir, ...env }, realTime);
  const code = await runCli(world, args);
  return {
    code,
    err: seen.err.replaceAll(dir, "RESULTS").replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT"),
    out: seen.out,
  };
};

describe("a mistake", () => {
  test("an unknown scenario lists the known ones", async () => {
    const { code, err } = await tailgate(["run", "breakfast"]);
    expect(code).toBe(2);
    expect(err).toContain("error: there is no scenario breakfast\nhint: Scenarios: smoke, baseline");
  });
  test.each(["SERVICE_PROFILE", "BASELINE_PROFILE"])(
    "a script compared with its own hosts on one side and %s on the other",
    async (name) => {
      const script = join(dir, "mine.js");
      await writeFile(script, "export default function () {}");
      const { code, err } = await tailgate(["compare", script], { [name]: "optimised" });
      expect(code).toBe(2);
      expect(err).toContain("hint: Name both: BASELINE_URL and BASE_URL, or BASELINE_CMD and CMD.");
    },
  );
  test("a profile under a fleet, before its load", async () => {
    const { code, err } = await tailgate(["profile"], { FLEET: "2" });
    expect(code).toBe(2);
    expect(err).toContain("FLEET: a profile is taken under one process\nhint: Leave FLEET unset.");
  });
  test("wrong variables are all named at once", async () => {
    const { code, err } = await tailgate(["run"], { USERS: "many", DURATION: "0" });
    expect(code).toBe(2);
    expect(err).toMatch(/USERS=many: must be .*\n.*DURATION=0: must be/);
  });
  test.each([["run"], ["gate"], ["capacity"], ["compare"]])(
    "objectives of %s about an endpoint there is none",
    async (command) => {
      const { code, err } = await tailgate([command], { OBJECTIVES: "predcit: p95<10s", SERVICE_PROFILE: "optimised" });
      expect(code).toBe(2);
      expect(err).toContain("OBJECTIVES: there is no endpoint predcit; the nearest is predict");
    },
  );
  test("an unknown command or option teaches", async () => {
    expect((await tailgate(["rum"])).err).toContain("unknown command 'rum'");
    expect(await tailgate(["run", "--fast"])).toMatchObject({ code: 2 });
  });
  test("a label that is no folder name is refused", async () => {
    const { code, err } = await tailgate(["run", "--label", "../secrets"]);
    expect([code, err]).toEqual([2, expect.stringContaining("LABEL=../secrets: a label is letters")]);
  });
  test("an engine that is not there is named, with what to do", async () => {
    const { code, err } = await tailgate(["run"], { ENGINE: "k6", K6_BIN: join(dir, "k6") });
    expect(code).toBe(2);
    expect(err).toContain("K6_BIN=RESULTS/k6: not found\nhint: Install k6 v1 or newer");
  });
  test("an engine of another name is refused", async () => {
    expect((await tailgate(["run"], { ENGINE: "locust" })).err).toContain("ENGINE=locust: must be auto, k6 or runner");
  });
  test("a results folder that cannot be made is found before the run", async () => {
    await writeFile(join(dir, "file"), "");
    const { code, err } = await tailgate(["run"], { RESULTS_DIR: join(dir, "file") });
    expect(code).toBe(2);
    expect(err).toMatch(/error: cannot write RESULTS\/file\/baseline\/\S+ \(ENOTDIR\)\nhint: /);
  });
  test("a URL and a command for the same side are one too many", async () => {
    const { code, err } = await tailgate(["run"], { BASE_URL: "http://127.0.0.1:1", CMD: "true" });
    expect([code, err]).toEqual([2, expect.stringContaining("BASE_URL and CMD are both set")]);
  });
  test("credentials in a URL are refused without being echoed", async () => {
    const { code, err } = await tailgate(["run"], { BASE_URL: "http://me:hunter2@127.0.0.1:1" });
    expect([code, err]).toEqual([2, expect.stringContaining("BASE_URL: credentials in a URL would end up in logs")]);
    expect(err).not.toContain("hunter2");
  });
  test.each(["?key=hunter2", "#hunter2", "/v1?"])(
    "a BASE_URL with a query or a fragment (%s) is refused",
    async (rest) => {
      const { code, err } = await tailgate(["run"], { BASE_URL: `http://127.0.0.1:1${rest}` });
      expect([code, err]).toEqual([2, expect.stringContaining("BASE_URL: a query or a fragment cannot be part of it")]);
      expect(err).not.toContain("hunter2");
    },
  );
  test("a $PORT that make took away is missed", async () => {
    const { code, err } = await tailgate(["run"], { CMD: "serve --port ORT" });
    expect([code, err]).toEqual([2, expect.stringContaining("CMD has lost its $PORT to make: serve --port ORT")]);
  });
  test("a BASE_URL that is no URL is not echoed, since it may hold a secret", async () => {
    const { code, err } = await tailgate(["run"], { BASE_URL: "user:hunter2@example" });
    expect(code).toBe(2);
    expect(err).toContain("BASE_URL: not an http(s) URL");
    expect(err).not.toContain("hunter2");
  });
});

describe("a service", () => {
  test("that nobody runs is waited for, then named", async () => {
    const { code, err } = await tailgate(["gate"], { BASE_URL: "http://127.0.0.1:1" });
    expect(code).toBe(2);
    expect(err).toContain("no service answers POST /predict at http://127.0.0.1:PORT after 1 min: ECONNREFUSED");
  });
  test("is waited for as long as READY_TIMEOUT says, and people are told meanwhile", async () => {
    const { err } = await tailgate(["gate"], { BASE_URL: "http://127.0.0.1:1", READY_TIMEOUT: "12s" });
    expect(err).toMatch(
      /waiting for the service at http:\S+, POST \/predict: ECONNREFUSED \(\S+ s of READY_TIMEOUT, 12 s\)/,
    );
    expect(err.match(/waiting for/g)).toHaveLength(2);
    expect(err).toContain("after 12 s: ECONNREFUSED");
    expect((await tailgate(["gate"], { READY_TIMEOUT: "soon" })).err).toContain(
      "READY_TIMEOUT=soon: must be a duration",
    );
  });
  test("that redirects is said to, at once, with where to", async () => {
    const BASE_URL = await serve((_, response) =>
      response.writeHead(307, { location: "https://elsewhere.example/v2/health?key=hunter2" }).end(),
    );
    const { code, err } = await tailgate(["gate"], { BASE_URL });
    expect([code, err]).toEqual([2, expect.stringContaining("redirects to https://elsewhere.example/v2/health (307)")]);
    expect(err).not.toContain("hunter2");
    expect(err).not.toContain("waiting for");
  });
  test("whose certificate nobody trusts is said to have one, at once", async () => {
    const server = createSecureServer(selfSigned);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    servers.push(server);
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, err } = await tailgate(["gate"], { BASE_URL: `https://127.0.0.1:${port}` });
    expect(code).toBe(2);
    expect(err).toContain("has a certificate that is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)");
    expect(err).not.toContain("waiting for");
  });
  test("that is not ready is named with its status", async () => {
    const BASE_URL = await serve((_, response) => response.writeHead(503).end());
    expect((await tailgate(["gate"], { BASE_URL })).err).toContain("after 1 min: it answers 503");
  });
  test("that refuses requests for now is there, and says when it would not", async () => {
    const BASE_URL = await serve((_, response) => response.writeHead(429, { "retry-after": "120" }).end());
    const { code, err } = await tailgate(["gate"], { BASE_URL });
    expect(code).toBe(2);
    expect(err).toContain("it answers 429 (Retry-After: 120)");
    expect(err).toContain("hint: It is there and refuses requests for now.");
  });
  test.each([
    ["404", "status 404", (path: string) => (path === "/health" ? '{"status":"ok"}' : undefined)],
    ["nothing", "an empty body", (path: string) => (path === "/health" ? '{"status":"ok"}' : "")],
    ["HTML", "not JSON", (path: string) => (path === "/health" ? '{"status":"ok"}' : "<html>")],
    ["other JSON", "JSON of another shape", () => '{"status":"ok"}'],
    [
      "half a batch",
      "/predict_batch does not answer as it is described: 1 answers to 5 rows",
      (path: string) =>
        path === "/predict_batch" ? '{"predictions":[{"label":"ham","score":1}]}' : '{"label":"ham","score":1}',
    ],
  ])("that answers %s does not speak the contract", async (_, message, answer) => {
    const BASE_URL = await serve((request, response) => {
      const body = answer(request.url ?? "");
      response.writeHead(body === undefined ? 404 : 200, { "content-type": "text/plain" }).end(body);
    });
    const { code, err } = await tailgate(["run"], { BASE_URL });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
  test("whose command never opens the port it was given is told of the port, not of BASE_URL", async () => {
    const { code, err } = await tailgate(["run"], { CMD: "exec sleep 600" });
    expect(code).toBe(2);
    expect(err).toContain("no service of CMD answers POST /predict at http://127.0.0.1:PORT after 1 min: ECONNREFUSED");
    expect(err).toContain("hint: The command in CMD runs, but must serve on 127.0.0.1:$PORT");
  });
  test("whose command ends at once is shown with its last words", async () => {
    const { code, err } = await tailgate(["run"], { CMD: "echo out of cheese >&2; exit 1" }, true);
    expect(code).toBe(2);
    expect(err).toContain("out of cheese");
  });
});

test("--help teaches, and exits 0", async () => {
  const { code, out } = await tailgate(["run", "--help"]);
  expect(code).toBe(0);
  expect(out).toContain("BASE_URL");
  expect(out).toContain("smoke, baseline");
});
