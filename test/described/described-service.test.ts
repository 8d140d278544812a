// A service of the user's own, described in a file beside its data, from the command line to the verdict: what is right
// is called right, and what is wrong is found as it would be of the reference contract.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "../../cli/cli.ts";
import { isRecord } from "../../lib/core/json.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
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

/** What the service says about texts, request by request. */
type Model = (texts: readonly string[], request: number) => unknown;

const scoreOf = (text: string): number =>
  (1 + ((text.length * 7919 + text.charCodeAt(text.length - 1) * 31) % 9973)) / 10_007;
const judged = (text: string) => ({
  label: text.includes("free") ? "spam" : "ham",
  score: scoreOf(text),
  took: Math.random(),
});

const serve = (model: Model): Promise<string> => {
  let requests = 0;
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      if (request.url !== "/judge") {
        response.writeHead(404).end();
        return;
      }
      const body: unknown = JSON.parse(Buffer.concat(pieces).toString());
      const texts = isRecord(body) && Array.isArray(body.texts) ? body.texts.map(String) : [];
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(model(texts, ++requests)));
    });
  });
  servers.push(server);
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`);
    }),
  );
};

const SERVICE = `import { defineService, post } from "tailgate";
const answers = ({ json }) => json.results.map(({ label, score }) => ({ label, score }));
export default defineService({
  data: "mails.csv",
  endpoints: {
    judge: post("/judge", (_, mails) => ({ texts: mails.map((m) => m.text) }), { rows: [1, 4], answers }),
  },
});
`;
const CSV = [
  "text,expected",
  ...Array.from(
    { length: 12 },
    (_, i) => `mail ${i} ${i % 2 ? "free" : "kind"} ${"x".repeat(i * 3)},${i % 2 ? "spam" : "ham"}`,
  ),
].join("\n");

/** The command line in the folder of the description, on the clock that its engine lives by. */
const tailgate = async (args: readonly string[], env: Record<string, string>) => {
  const { world, seen } = testWorld({ ENGINE: "runner", ...env }, true);
  const here: World = { ...world, cwd: dir, now: () => ms(Date.now()), monotonic: () => ms(performance.now()) };
  const code = await runCli(here, args);
  return { code, ...seen };
};

const smoke = async (model: Model, files: Record<string, string> = {}) => {
  for (const [name, text] of Object.entries({ "tailgate.service.ts": SERVICE, "mails.csv": CSV, ...files })) {
    await writeFile(join(dir, name), text);
  }
  return tailgate(["gate", "smoke"], { BASE_URL: await serve(model) });
};

const right: Model = (texts) => ({ results: texts.map(judged) });

describe("a described service", () => {
  test("that answers rightly passes, and its accuracy is known from its data", async () => {
    const { code, out } = await smoke(right);
    expect(out).toContain("All 15 answers checked are right. Accuracy is 100.0 % of 15");
    expect(out).toContain("At rest 100 % of 12 unique");
    expect(out).toMatch(/\/judge +POST +3/);
    expect(out).toMatch(/\/judge \(4\) +POST +3/);
    expect(code).toBe(0);
  });

  test("that mixes up the answers of a request is caught", async () => {
    const { code, out } = await smoke((texts) => ({ results: texts.map(judged).reverse() }));
    expect(out).toMatch(/answers are wrong \(.*mixed-up/);
    expect(code).toBe(99);
  });

  test("that answers rows together otherwise than alone is caught", async () => {
    const { out, code } = await smoke((texts) => ({
      results: texts.map((text) => ({ ...judged(text), score: scoreOf(text) * (texts.length > 1 ? 0.9 : 1) })),
    }));
    expect(out).toMatch(/answers are wrong \(.*batch-differs/);
    expect(code).toBe(99);
  });

  test("whose labels are another vocabulary has no accuracy, rather than one of 0 %", async () => {
    const { code, out } = await smoke((texts) => ({
      results: texts.map((t) => ({ ...judged(t), label: "positive" })),
    }));
    expect(out).toContain("All 15 answers checked are right. Accuracy is not measured: no label of the service is one");
    expect(code).toBe(0);
  });

  test("that never answers alike twice is judged by shape alone, and that is said", async () => {
    const { code, out, err } = await smoke((texts) => ({
      results: texts.map((t) => ({ ...judged(t), score: Math.random() })),
    }));
    expect(err).toContain(
      "judge answers the same row differently each time: its answers are judged by their shape alone",
    );
    expect(out).toContain("All 15 answers checked are right.");
    expect(code).toBe(0);
  });
});

describe("beside a description", () => {
  const REQUESTS = ["free mail", "kind mail"].map((text) =>
    JSON.stringify({ path: "/judge", body: { texts: [text] } }),
  );

  test("a file of requests is sent as it stands, and its answers are held against those at rest", async () => {
    await writeFile(join(dir, "requests.jsonl"), REQUESTS.join("\n"));
    const steady: Model = (texts) => ({ results: texts.map((t) => ({ ...judged(t), took: 0 })) });
    const BASE_URL = await serve(steady);
    const { code, out } = await tailgate(["gate", "smoke", "--service", "requests.jsonl"], { BASE_URL });
    expect(out).toContain("All 3 answers checked are right.");
    expect(out).toContain("At rest 2 unique rows were asked; which answers are true is not known");
    expect(code).toBe(0);
  });

  test("what it measures of each reply is in the run: times, work, refusals", async () => {
    const service = SERVICE.replace(
      "rows: [1, 4], answers",
      "rows: [1, 4], answers, timings: { model: ({ json }) => json.ms }, items: ({ json }) => json.results.length * 7, shed: [429]",
    );
    const { out, code } = await smoke((texts) => ({ ms: 12, results: texts.map(judged) }), {
      "tailgate.service.ts": service,
    });
    expect(out).toMatch(/model +trend +6/i);
    expect(out).toMatch(/items +counter/i);
    expect(out).toMatch(/refused +rate/i);
    expect(code).toBe(0);
  });

  test("the plain k6 script is written with its rows", async () => {
    await writeFile(join(dir, "tailgate.service.ts"), SERVICE);
    await writeFile(join(dir, "mails.csv"), CSV);
    const { code, out } = await tailgate(["bundle", "smoke", "--out", "k6"], {});
    expect([code, out]).toEqual([0, `${join(dir, "k6/smoke.js")}\n`]);
    const rows: unknown = JSON.parse(await readFile(join(dir, "k6/smoke.rows.json"), "utf8"));
    expect(rows).toHaveLength(12);
    expect(await readFile(join(dir, "k6/smoke.js"), "utf8")).toContain('open("./smoke.rows.json")');
  });
});

describe("before any load", () => {
  test.each<[string, Model, RegExp]>([
    [
      "fewer answers than rows",
      (texts) => ({ results: texts.slice(1).map(judged) }),
      /\/judge does not answer as it is described: 0 answers to 1 rows/,
    ],
    [
      "another shape",
      () => ({ error: "no model" }),
      /JSON of another shape: \{"error":"no model"\}\nhint: It was sent \{"texts":\["mail 0/,
    ],
  ])("%s are named with what was sent", async (_, model, problem) => {
    const { code, err } = await smoke(model);
    expect(err).toMatch(problem);
    expect(code).toBe(2);
  });

  test("a body that cannot be made names its row", async () => {
    const service = SERVICE.replace("m.text)", "m.text.trim().at(9).name.length)");
    const { code, err } = await smoke(right, { "tailgate.service.ts": service });
    expect(err).toMatch(/^error: the body of endpoint judge fails for row 1: /m);
    expect(code).toBe(2);
  });

  test("a description without a service says that nothing is there to ask", async () => {
    await writeFile(join(dir, "tailgate.service.ts"), SERVICE);
    await writeFile(join(dir, "mails.csv"), CSV);
    const { code, err } = await tailgate(["run", "smoke"], {});
    expect(code).toBe(2);
    expect(err).toContain("tailgate.service.ts describes a service, but nothing says where it is");
  });
});
