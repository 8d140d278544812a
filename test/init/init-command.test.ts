// `tailgate init` against services that answer like real ones, in a directory of its own: what it writes, what it
// leaves alone, and what it says of each address that is not what it seems.

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "../../cli/cli.ts";
import { testWorld } from "../support/test-world.ts";

type Answer = { readonly status?: number; readonly type?: string; readonly body: string };

let dir = "";
const servers: Server[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-init-"));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
  for (const server of servers.splice(0)) server.close();
});

/** A service on a port of the system's choice. @returns its address */
async function service(answer: (method: string, path: string) => Answer | undefined): Promise<string> {
  const server = createServer((request, response) => {
    const {
      status = 200,
      type = "application/json",
      body,
    } = answer(request.method ?? "", request.url ?? "") ?? {
      status: 404,
      body: '{"detail":"Not Found"}',
    };
    request.resume().on("end", () => response.writeHead(status, { "content-type": type }).end(body));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

const documentOf = (name: string): Promise<string> =>
  readFile(new URL(`./documents/${name}.json`, import.meta.url), "utf8");

async function init(args: readonly string[], env: Record<string, string> = {}) {
  const { world, seen } = testWorld(env);
  const code = await runCli({ ...world, cwd: dir }, ["init", ...args]);
  return { code, ...seen };
}

const written = (name: string): Promise<string> => readFile(join(dir, name), "utf8");

const fastapi = async (): Promise<string> => {
  const document = await documentOf("fastapi");
  return service((method, path) => {
    if (path === "/openapi.json") return { body: document };
    if (path === "/health") return { body: '{"status":"healthy"}' };
    if (method === "POST" && path.startsWith("/predict")) return { body: '{"results":[]}' };
    return undefined;
  });
};

describe("what it writes", () => {
  test("a FastAPI service: both endpoints, batches of the same rows, its health", async () => {
    const { code, out } = await init(["--url", await fastapi()]);
    expect(code).toBe(0);
    expect(out).not.toContain("to do:");
    const file = await written("tailgate.service.ts");
    expect(file).toContain('predict: post("/predict", (row) => ({ text: row.text })),');
    expect(file).toContain("(_, rows) => ({ texts: rows.map((row) => row.text) })");
    expect(file).toContain('answersAt("results")');
    expect(file).toContain('health: get("/health")');
    const rows = (await written("tailgate/rows.jsonl")).trimEnd().split("\n");
    expect(rows.length).toBeGreaterThan(1);
    expect(new Set(rows).size).toBe(rows.length);
    for (const row of rows) expect(JSON.parse(row)).toEqual({ text: expect.any(String) });
    expect(await written("Makefile")).toContain("load-compare:");
  });

  test("BentoML keeps its document elsewhere", async () => {
    const document = await documentOf("bentoml");
    const url = await service((method, path) =>
      path === "/docs.json"
        ? { body: document }
        : method === "POST" || path === "/healthz"
          ? { body: "{}" }
          : undefined,
    );
    expect((await init(["--url", url])).code).toBe(0);
    const file = await written("tailgate.service.ts");
    expect(file).toContain('post("/classify"');
    expect(file).toContain('get("/healthz")');
  });

  test("LitServe does not say what it takes, and that is said", async () => {
    const document = await documentOf("litserve");
    const url = await service((_, path) => (path === "/openapi.json" ? { body: document } : { body: "{}" }));
    const { out } = await init(["--url", url]);
    expect(out).toContain("does not say what it takes");
  });

  test("an Open Inference Protocol server: the model's own inputs", async () => {
    const answers: Readonly<Record<string, string>> = {
      "/v2": '{"name":"mlserver","version":"1.7.1","extensions":[]}',
      "/v2/repository/index": '[{"name":"iris","state":"READY"},{"name":"other","state":"READY"}]',
      "/v2/models/iris": '{"name":"iris","inputs":[{"name":"measures","datatype":"FP32","shape":[-1,4]}]}',
    };
    const url = await service((_, path) => ({ body: answers[path] ?? "{}" }));
    const { out } = await init(["--url", url]);
    expect(out).toContain("the model other is there too");
    expect(await written("tailgate.service.ts")).toContain('v2("iris"');
    expect(JSON.parse((await written("tailgate/rows.jsonl")).split("\n")[0] ?? "")).toEqual({ measures: [1, 1, 1, 1] });
  });

  test("an endpoint that refuses its example row is named with what it said", async () => {
    const document = await documentOf("fastapi");
    const url = await service((method, path) =>
      path === "/openapi.json"
        ? { body: document }
        : method === "POST"
          ? { status: 422, body: '{"detail":"text: too short"}' }
          : { body: "{}" },
    );
    const { code, out } = await init(["--url", url]);
    expect(code).toBe(0);
    expect(out).toMatch(/predict: \/predict answered 422: .*too short/);
  });
});

describe("what it leaves alone", () => {
  test("a file that stands is never overwritten", async () => {
    await writeFile(join(dir, "tailgate.service.ts"), "// mine\n");
    await writeFile(join(dir, "Makefile"), "all:\n");
    const { out } = await init(["--url", await fastapi()]);
    expect(out).toContain("tailgate.service.ts: stands already, left as it is");
    expect(await written("tailgate.service.ts")).toBe("// mine\n");
    expect(await written("Makefile")).toBe("all:\n");
    expect(out).toContain("include tailgate/load.mk");
  });

  test("of package.json only missing scripts are added, in its own indent", async () => {
    await writeFile(join(dir, "package.json"), '{\n\t"name": "x",\n\t"scripts": { "load-gate": "mine" }\n}\n');
    await init(["--url", await fastapi()]);
    const text = await written("package.json");
    expect(text).toContain('\n\t"name": "x"');
    expect(JSON.parse(text).scripts).toEqual({
      "load-gate": "mine",
      "load-baseline": "tailgate run baseline",
      "load-compare": "tailgate compare",
    });
  });

  test("--dry-run writes nothing and shows the description", async () => {
    const { out } = await init(["--url", await fastapi(), "--dry-run"]);
    expect(await readdir(dir)).toEqual([]);
    expect(out).toContain("would be written");
    expect(out).toContain("defineService");
  });
});

describe("what is no service to describe", () => {
  test("nothing at all", async () => {
    const { code, err } = await init([]);
    expect(code).toBe(2);
    expect(err).toContain("--url");
  });

  test("a port where nothing answers", async () => {
    const { code, err } = await init(["--url", "http://127.0.0.1:1"]);
    expect(code).toBe(2);
    expect(err).toContain("nothing answers there (ECONNREFUSED)");
  });

  test("a web page", async () => {
    const url = await service(() => ({ type: "text/html", body: "<h1>hello</h1>" }));
    const { code, err } = await init(["--url", url]);
    expect(code).toBe(2);
    expect(err).toContain("neither an OpenAPI document");
  });

  test("a service behind a key says HEADERS, and the key is never printed", async () => {
    const url = await service(() => ({ status: 401, body: "{}" }));
    const { code, out, err } = await init(["--url", url], { HEADERS: "Authorization: Bearer s3cret" });
    expect(code).toBe(2);
    expect(err).toContain("it wants a key");
    expect(out + err).not.toContain("s3cret");
  });

  test("a file that is not there, and one that is no document", async () => {
    expect((await init(["--openapi", "no.json"])).err).toContain("cannot be read");
    await writeFile(join(dir, "x.json"), "{}");
    expect((await init(["--openapi", "x.json"])).err).toContain("no OpenAPI 3 document");
    expect(await readdir(dir)).toEqual(["x.json"]);
  });

  test("a hundred routes: those that look like inference, eight at most, the others by name", async () => {
    const json = {
      content: {
        "application/json": { schema: { type: "object", properties: { a: { type: "string" } }, required: ["a"] } },
      },
    };
    const post = { post: { requestBody: json, responses: { "200": json } } };
    const upload = { post: { requestBody: { content: { "multipart/form-data": {} } }, responses: { "200": json } } };
    const paths = Object.fromEntries([
      ...Array.from({ length: 100 }, (_, i) => [`/admin/${i}`, post]),
      ...Array.from({ length: 10 }, (_, i) => [`/predict/m${i}`, post]),
      ["/upload", upload],
    ]);
    await writeFile(join(dir, "many.json"), JSON.stringify({ openapi: "3.1.0", paths }));
    const { code, out } = await init(["--openapi", "many.json"]);
    expect(code).toBe(0);
    expect(out).toContain("POST /upload: takes multipart/form-data, not JSON");
    expect(out).toContain("POST /admin/7: does not look like inference");
    expect((await written("tailgate.service.ts")).match(/post\("/g)).toHaveLength(8);
  });
});

test("asked again it adds nothing; the targets of its own Makefile are not written twice", async () => {
  const url = await fastapi();
  await init(["--url", url]);
  const makefile = await written("Makefile");
  const { code, out } = await init(["--url", url]);
  expect(code).toBe(0);
  expect(out).not.toMatch(/: written$/m);
  expect(await readdir(join(dir, "tailgate"))).not.toContain("load.mk");
  expect(await written("Makefile")).toBe(makefile);
  expect(out).not.toContain("include tailgate/load.mk");
});

test("a package.json that is not JSON is left, and said; commands are told as they are typed there", async () => {
  await writeFile(join(dir, "package.json"), "{ oops");
  const { out } = await init(["--url", await fastapi()]);
  expect(out).toContain("package.json: not JSON, no scripts added");
  expect(out).toContain(" npx tailgate run smoke");
  expect(await written("package.json")).toBe("{ oops");
});
