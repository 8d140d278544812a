// From the path of a service description to the service a command is about: the file is bundled, evaluated here as it
// will be in the script, checked, and its data is read.

import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildFailure, build } from "esbuild";
import { CliError } from "../../core/exit.ts";
import { isRecord } from "../../core/json.ts";
import { groupRequests, readRequest, requestService } from "../../core/service/request-file.ts";
import { requestKinds } from "../../core/service/request-kinds.ts";
import { isService, type Service, serviceProblems } from "../../core/service/service.ts";
import { refuseK6, serviceImports } from "./bundle-plugin.ts";
import { makeRows, readLinesFile, readRowsFile } from "./read-rows.ts";
import { ServiceUnderTest } from "./service-under-test.ts";

const REQUEST_HINT =
  'A request a line: {"path": "/classify", "body": {"q": "hello"}}; "headers" and "expect" may be added.';
const HINT = "docs/services.md shows how a service is described.";

const isBuildFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && "errors" in error && Array.isArray(error.errors);

const shown = (path: string): string => relative(".", path) || path;

async function bundled(path: string): Promise<string> {
  try {
    const { outputFiles } = await build({
      absWorkingDir: dirname(path),
      entryPoints: [`./${basename(path)}`],
      bundle: true,
      write: false,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      target: "es2022",
      charset: "utf8",
      sourcemap: "inline",
      logLevel: "silent",
      tsconfigRaw: {},
      plugins: [serviceImports, refuseK6],
    });
    return outputFiles[0]?.text ?? "";
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const problems = error.errors.map(({ text, location }) =>
      location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`,
    );
    throw new CliError(`cannot load ${shown(path)}:\n  ${problems.join("\n  ")}`, { hint: HINT, cause: error });
  }
}

/** A module's default export. @throws CliError when the module throws */
async function evaluated(code: string, path: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "tailgate-service-"));
  try {
    const file = join(folder, "service.mjs");
    await writeFile(file, code, { mode: 0o600 });
    const module: unknown = await import(pathToFileURL(file).href);
    return isRecord(module) ? module.default : undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(`${shown(path)} throws when it is loaded: ${why}`, { hint: HINT, cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function described(x: unknown, path: string): Service<unknown> {
  if (x === undefined) {
    throw new CliError(`${shown(path)} has no default export`, { hint: "export default defineService({ … })" });
  }
  if (isService(x)) return x;
  const problems = serviceProblems(x);
  throw new CliError(`${shown(path)} does not describe a service:\n  ${problems.join("\n  ")}`, { hint: HINT });
}

/** Two rows of one name would make one answer stand for both. @throws CliError */
function checkIds(service: ServiceUnderTest): void {
  const seen = new Map<string, number>();
  for (let i = 0; i < service.rows.length; i++) {
    const { id } = service.row(i);
    const other = seen.get(id);
    if (other !== undefined) {
      throw new CliError(`data: rows ${other + 1} and ${i + 1} are both called "${id}"`, {
        hint: "Give each row an id of its own, or none at all: then it is called by its number.",
      });
    }
    seen.set(id, i);
  }
}

/** What carries rows needs some. @throws CliError */
function checkCount({ rows, kinds }: ServiceUnderTest, where: string): void {
  const carrying = kinds.filter((kind) => kind.rows !== null);
  if (carrying.length > 0 && rows.length === 0) {
    throw new CliError(`${where} has no rows`, { hint: "Requests are made of rows: give one at least." });
  }
}

/** A file of requests, a line each. @throws CliError that names the first wrong line */
async function loadRequests(path: string): Promise<ServiceUnderTest> {
  const { lines, hash } = await readLinesFile(path);
  const requests = lines.map(({ line, json }) => {
    const request = readRequest(json, line);
    if (typeof request !== "string") return request;
    throw new CliError(`${shown(path)}, ${request}`, {
      hint: REQUEST_HINT,
    });
  });
  if (requests.length === 0) {
    throw new CliError(`${shown(path)} holds no requests`, { hint: REQUEST_HINT });
  }
  const { rows, groups } = groupRequests(requests);
  const service = requestService(basename(path), groups);
  return new ServiceUnderTest({ service, rows, dataHash: hash, file: path, groups });
}

/** @throws CliError that says in plain words what is wrong with the file or its data */
export async function loadService(file: string): Promise<ServiceUnderTest> {
  const path = resolve(file);
  if (!existsSync(path)) throw new CliError(`there is no service description ${shown(path)}`, { hint: HINT });
  if (/\.(jsonl|ndjson)$/i.test(path)) return loadRequests(path);
  const service = described(await evaluated(await bundled(path), path), path);
  try {
    requestKinds(service);
  } catch (error) {
    throw new CliError(`${shown(path)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const { data } = service;
  const { rows, hash } =
    typeof data === "function" ? await makeRows(data) : await readRowsFile(resolve(dirname(path), data));
  const loaded = new ServiceUnderTest({ service, rows, dataHash: hash, file: path });
  checkCount(loaded, typeof data === "string" ? data : "the data function");
  checkIds(loaded);
  return loaded;
}
