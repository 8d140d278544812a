// What npm would publish: which files, whether each export is found and typed in a project of either module resolution,
// and that nothing but the publishing itself is missing. The reference service's weights are a package of their own.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
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

/** A megabyte is a second of somebody's CI: with the weights and six bundles of the corpus it was four and a half. */
const MOST_BYTES = 1_200_000;
const MOST_REFERENCE_BYTES = 2_500_000;

let dir: string;
let tarball: string;
let referenceTarball: string;
/** The packages as they are after `npm install`, without their dependencies. */
let installed: string;
let installedReference: string;

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
  for (const part of ["package.json", "README.md", "LICENSE", "CHANGELOG.md", "lib", "scenarios", "build"]) {
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

/** As `make package` does it. */
async function stageReference(to: string): Promise<void> {
  for (const part of ["LICENSE", "service/model/README.md"]) await cp(join(root, part), join(to, basename(part)));
  await cp(join(root, "service/model/weights"), to, { recursive: true });
}

/** The path of the tarball, and of what it holds below node_modules of a project. */
async function packed(staged: string, name: string): Promise<readonly [string, string]> {
  const { stdout } = await run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", dir], {
    cwd: staged,
  });
  const file = join(dir, stdout.trim());
  const to = join(dir, "project/node_modules", name);
  await mkdir(to, { recursive: true });
  await run("tar", ["xzf", file, "--strip-components=1", "-C", to]);
  return [file, to];
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-package-"));
  await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.types.json"], {
    cwd: root,
  });
  const staged = join(dir, "staged");
  await stage(staged);
  [tarball, installed] = await packed(staged, "tailgate");
  const reference = join(dir, "staged-reference");
  await stageReference(reference);
  [referenceTarball, installedReference] = await packed(reference, "tailgate-reference");
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
  expect(files.filter((file) => /\.test\.ts$|\.map$|\.bin$|^test\/|^bench\/|^results\//.test(file))).toEqual([]);
  expect(files.filter((file) => file.startsWith("build/scenarios/"))).toEqual(["build/scenarios/stream.js"]);
  expect((await stat(tarball)).size).toBeLessThan(MOST_BYTES);
});

const manifest = async (folder: string): Promise<Readonly<Record<string, unknown>>> => {
  const json: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return isRecord(json) ? json : {};
};

test("the reference service's weights are the package it names as an optional peer, byte for byte", async () => {
  const files = await filesUnder(installedReference);
  expect(files.toSorted()).toEqual(["LICENSE", "README.md", "facts.json", "network.bin", "package.json"]);
  const weights = await readFile(join(installedReference, "network.bin"));
  expect(weights.equals(await readFile(join(root, "service/model/weights/network.bin")))).toBe(true);
  expect((await stat(referenceTarball)).size).toBeLessThan(MOST_REFERENCE_BYTES);
  const [ours, theirs] = [await manifest(installed), await manifest(installedReference)];
  expect(theirs.version).toBe(ours.version);
  expect(ours.peerDependencies).toHaveProperty("tailgate-reference", theirs.version);
  expect(ours.peerDependenciesMeta).toHaveProperty("tailgate-reference", { optional: true });
});

test("nothing is wrong with its manifest, and nothing runs when it is installed", async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  expect(Object.keys(isRecord(pkg.scripts) ? pkg.scripts : {})).toEqual([]);
});

test("npm would publish both", async () => {
  for (const [name, file] of [
    ["tailgate", tarball],
    ["tailgate-reference", referenceTarball],
  ] as const) {
    const { stdout } = await run("npm", ["publish", file, "--dry-run", "--json", "--ignore-scripts"], { cwd: dir });
    expect(stdout).toContain(`"name": "${name}"`);
  }
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

/** A directory of somebody's, with the package in it. */
function theirRepository() {
  const project = join(dir, "their-repository");
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ENGINE: "runner" };
  const command = join(project, "node_modules/.bin/tailgate");
  const install = (file: string) =>
    run("npm", ["install", "--save-dev", file, "--prefer-offline", "--no-audit", "--no-fund"], {
      cwd: project,
      env: { ...env, npm_config_prefix: join(dir, "empty-prefix") },
    });
  const tailgate = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    run(command, [...args], { cwd: project, env: { ...env, ...more } }).then(
      (ended) => ({ stdout: ended.stdout, stderr: ended.stderr, code: 0 }),
      (error: unknown) => ({
        stdout: error instanceof Error ? String(Reflect.get(error, "stdout")) : "",
        stderr: error instanceof Error ? String(Reflect.get(error, "stderr")) : "",
        code: error instanceof Error ? Reflect.get(error, "code") : undefined,
      }),
    );
  return { project, env, command, install, tailgate };
}

beforeAll(async () => {
  const { project, install } = theirRepository();
  await mkdir(project);
  await writeFile(join(project, "package.json"), '{ "name": "theirs", "private": true }\n');
  await install(tarball);
}, 180_000);

test("installed into an empty directory: init, smoke and gate, by the command alone", async () => {
  const { project, env, tailgate } = theirRepository();
  const server = await describedService();
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

test("without the weights the reference service is refused in a line; with them it answers", async () => {
  const { project, env, command, install, tailgate } = theirRepository();
  for (const args of [
    ["serve", "--port", "0"],
    ["run", "smoke"],
  ]) {
    const { code, stderr } = await tailgate(args, { SERVICE: "reference" });
    expect(code, stderr).toBe(exit.usage);
    expect(stderr).toContain("error: the reference service's weights are a package of their own, tailgate-reference,");
    expect(stderr).toContain("hint: Set BASE_URL or CMD to test a service of your own, or install that package");
  }
  await install(referenceTarball);
  const served = spawn(command, ["serve", "--port", "0"], { cwd: project, env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = await once(served.stdout, "data");
    const { listening }: { readonly listening: string } = JSON.parse(String(line));
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ text: "You have won a million dollars, reply now" });
    const answer = await fetch(`${listening}/predict`, { method: "POST", headers, body });
    expect(await answer.json()).toEqual({ label: "spam", score: expect.any(Number) });
    // The package holds no bundle of its scenarios: this one is made when it is asked for.
    const smoke = await tailgate(["run", "smoke"], { SERVICE: "reference", BASE_URL: listening, RESULTS_DIR: "trial" });
    expect(smoke.stdout, smoke.stderr).toMatch(/Answers +right/);
  } finally {
    served.kill("SIGTERM");
    await once(served, "exit");
  }
}, 180_000);
