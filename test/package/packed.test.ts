// What npm would publish: which files, whether each export is found and typed in a project of either module resolution,
// and that nothing but the publishing itself is missing.

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runExit } from "../../cli/measure/run-exit.ts";
import { exit } from "../../lib/core/exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import { suiteRoot } from "../../lib/node/suite-root.ts";
import { fakeServer } from "../../runner/testing/fake-server.ts";
import { expectJudged, onQuietMachine } from "../support/judged.ts";
import { onlyRecording } from "../support/only-recording.ts";

const run = promisify(execFile);
const root = suiteRoot();

/** A megabyte is a second of somebody's CI; two thirds of it are the reference service's weights. */
const MOST_BYTES = 5_000_000;

let dir: string;
let tarball: string;
/** The package as it is after `npm install`, without its dependencies. */
let installed: string;

/** Chunks that something built imports: an older build's lie beside them until `make package` clears them away. */
async function liveChunks(): Promise<ReadonlySet<string>> {
  const build = join(root, "build");
  const live = new Set<string>();
  const follow = async (path: string): Promise<void> => {
    for (const [, name = ""] of (await readFile(path, "utf8")).matchAll(/"\.\/(?:chunks\/)?([\w.-]+\.js)"/g)) {
      if (live.has(name) || !chunks.has(name)) continue;
      live.add(name);
      await follow(join(build, "chunks", name));
    }
  };
  const chunks = new Set(await readdir(join(build, "chunks")));
  for (const name of await readdir(build)) if (name.endsWith(".js")) await follow(join(build, name));
  return live;
}

/** What the package is made of, as after a first build. */
async function stage(to: string): Promise<void> {
  const live = await liveChunks();
  const chunks = join(root, "build/chunks");
  const isStale = (path: string): boolean => dirname(path) === chunks && !live.has(basename(path));
  for (const part of [
    "package.json",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "lib",
    "scenarios",
    "service/model",
    "build",
  ]) {
    const inBuild = ["chunks", "scenarios", "types"];
    await cp(join(root, part), join(to, part), {
      recursive: true,
      filter: async (path) =>
        !isStale(path) &&
        // Of what else lies in build/, only files can be in the package.
        (dirname(path) !== join(root, "build") || inBuild.includes(basename(path)) || (await stat(path)).isFile()),
    });
  }
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-package-"));
  await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.types.json"], {
    cwd: root,
  });
  const staged = join(dir, "staged");
  await stage(staged);
  await run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", dir], { cwd: staged });
  tarball = join(dir, (await readdir(dir)).find((name) => name.endsWith(".tgz")) ?? "");
  installed = join(dir, "project/node_modules/tailgate");
  await mkdir(installed, { recursive: true });
  await run("tar", ["xzf", tarball, "--strip-components=1", "-C", installed]);
}, 120_000);

afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

const filesUnder = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

test("it holds what it needs and nothing of how it is made", async () => {
  const files = await filesUnder(installed);
  for (const needed of [
    "package.json",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "build/cli.js",
    "scenarios/baseline.ts",
  ]) {
    expect(files).toContain(needed);
  }
  expect(files.filter((file) => /\.test\.ts$|\.map$|^test\/|^bench\/|^results\//.test(file))).toEqual([]);
  expect((await stat(tarball)).size).toBeLessThan(MOST_BYTES);
});

test("nothing is wrong with its manifest, and nothing runs when it is installed", async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  expect(Object.keys(isRecord(pkg.scripts) ? pkg.scripts : {})).toEqual([]);
});

test("npm would publish it", async () => {
  const { stdout } = await run("npm", ["publish", tarball, "--dry-run", "--json", "--ignore-scripts"], { cwd: dir });
  expect(stdout).toContain('"name": "tailgate"');
});

const USE = `import { defineScenario, defineService, get, post, stages } from "tailgate";
import { fakeServer, tryScript } from "tailgate/testing";
export default defineService({
  data: () => [{ text: "a" }],
  endpoints: { classify: post("/classify", (row) => ({ q: row.text })), health: get("/health") },
});
export const tried: Promise<number> = fakeServer(() => ({ body: {} })).then(async ({ url }) => {
  const { outcome } = await tryScript({ script: "x.ts", env: { BASE_URL: url } });
  return outcome.exitCode;
});
export const rush = defineScenario({
  question: "Does a rush hurt?",
  load: stages((users) => [users, { name: "rush", users: 2 * users }]),
  mix: (endpoints) => endpoints.filter(({ role }) => role === "inference"),
  duration: "20s",
  objectives: "failed<1%",
});
// @ts-expect-error an endpoint is no number: were the types missing, this would be no error
defineService({ data: "x.jsonl", endpoints: { wrong: 5 } });
`;

test.each([
  ["node16", "node16"],
  ["nodenext", "nodenext"],
  ["esnext", "bundler"],
])("its types hold in a project with module %s and resolution %s", async (module, moduleResolution) => {
  const project = join(dir, "project");
  await writeFile(join(project, "package.json"), '{ "type": "module" }');
  await writeFile(join(project, "use.ts"), USE);
  const options = { module, moduleResolution, target: "es2022", strict: true, noEmit: true, types: [] };
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["use.ts"] }));
  const tsc = run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project], { cwd: project });
  const output = await tsc.then(
    () => "",
    (error: unknown) =>
      isRecord(error) || error instanceof Error ? String(Reflect.get(error, "stdout")) : String(error),
  );
  expect(output).toBe("");
});

/** A service with FastAPI's own document, whose answers follow from the texts. */
const describedService = async () => {
  const document: unknown = JSON.parse(await readFile(join(root, "test/init/documents/fastapi.json"), "utf8"));
  const answer = (text: unknown) => ({ label: String(text).length % 2 === 0 ? "even" : "odd", score: 0.5 });
  return fakeServer(({ path, body }) => {
    if (path === "/openapi.json") return { body: document };
    if (path === "/health") return { body: { status: "healthy" } };
    const asked: unknown = body === "" ? {} : JSON.parse(body);
    if (!isRecord(asked)) return { status: 422 };
    if (path === "/predict") return { body: answer(asked.text) };
    return { body: { results: Array.isArray(asked.texts) ? asked.texts.map(answer) : [] } };
  });
};

test("installed into an empty directory: init, smoke and gate, by the command alone", async () => {
  const project = join(dir, "their-repository");
  await mkdir(project);
  await writeFile(join(project, "package.json"), '{ "name": "theirs", "private": true }\n');
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ENGINE: "runner" };
  await run("npm", ["install", "--save-dev", tarball, "--prefer-offline", "--no-audit", "--no-fund"], {
    cwd: project,
    env: { ...env, npm_config_prefix: join(dir, "empty-prefix") },
  });
  const server = await describedService();
  const tailgate = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    run(join(project, "node_modules/.bin/tailgate"), [...args], { cwd: project, env: { ...env, ...more } }).then(
      (ended) => ({ stdout: ended.stdout, code: 0 }),
      (error: unknown) => ({
        stdout: error instanceof Error ? String(Reflect.get(error, "stdout")) : "",
        code: error instanceof Error ? Reflect.get(error, "code") : undefined,
      }),
    );
  try {
    // As a person would, once: npx is slow to start.
    await run("npx", ["--no-install", "tailgate", "init", "--url", server.url], { cwd: project, env });
    expect(await readdir(project)).toContain("tailgate.service.ts");
    const smoke = await tailgate(["run", "smoke"], { BASE_URL: server.url });
    expectJudged(smoke.code, await onlyRecording(join(project, "results"), "smoke"), "record");
    expect(smoke.stdout).toContain("/predict_batch (5)");
    expect(smoke.stdout).toMatch(/Answers +right/);
    const short = { DURATION: "2s", WARMUP: "0s", OBJECTIVES: "mean<10s; failed<50%" };
    const gate = await tailgate(["gate"], { BASE_URL: server.url, ...short });
    const gated = await onlyRecording(join(project, "results"), "gate");
    expectJudged(gate.code, gated, "gate");
    // Two seconds of ten users who think are too few requests for the p95 and p99 that are always wanted.
    expect(runExit(onQuietMachine(gated), "gate")).toBe(exit.noData);
    const asked = gated.objectives.criteria.filter(({ metric }) => metric === "meanMs" || metric === "failedFraction");
    expect(new Set(asked.map(({ verdict }) => verdict))).toEqual(new Set(["pass"]));
    expect(gate.stdout).toMatch(/Objectives +no(t judged| data)/);
  } finally {
    await server.close();
  }
}, 180_000);
